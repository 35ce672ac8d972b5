"""Takes stimuli to the runs and carries out what they command."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from local.engine.clock import Clock
from local.engine.commands import (
    AbandonTask,
    Call,
    EndRun,
    InvokeTask,
    SetTimer,
    StartMapRun,
    Stimulus,
    TimerFired,
)
from local.engine.driver.activity import Activity
from local.engine.driver.outside import Answer, Invocation, MapRunAnswer, Outside
from local.engine.driver.patience import Patience
from local.engine.driver.steps import Steps, Taken, UnknownRunError
from local.engine.driver.timers import Timers
from local.engine.driver.workers import Workers
from local.engine.store.connections import JournalUnavailableError
from local.engine.store.journal import DueTimer, Journal, NewExecution


@dataclass(eq=False)
class Driver:
    steps: Steps
    journal: Journal
    outside: Outside
    clock: Clock
    workers: Workers
    activity: Activity
    patience: Patience
    timers: Timers = field(init=False)

    def __post_init__(self) -> None:
        self.timers = Timers(self.journal, self.clock, self.workers, self.activity, self._fire)

    def open(self) -> None:
        """Takes up what a former engine left: tasks owed an answer, children that ended, timers."""
        owed, unreported = self.journal.owed(), self.journal.unreported_children()
        for execution_id in owed:
            self.workers.submit(partial(self._resume, execution_id))
        for child_id in unreported:
            self.workers.submit(partial(self.outside.ended, child_id))
        self.timers.open()

    def close(self) -> None:
        self.patience.close()
        self.timers.close()

    def start(self, execution: NewExecution, once_written: Callable[[], None] = lambda: None) -> bool:
        """Starts the execution unless its ARN is taken; `once_written` runs before any of its commands."""
        with self.activity:
            taken = self._first_step(execution)
            if taken is None:
                return False
            once_written()
            self._carry_out(execution.id, taken)
            return True

    def deliver(self, execution_id: int, stimulus: Stimulus) -> None:
        """Hands the stimulus to the run; raises `UnknownRunError`."""
        with self.activity:
            self._carry_out(execution_id, self.steps.next(execution_id, stimulus))

    def answer(self, execution_id: int, task_id: int, stimulus: Stimulus) -> bool:
        """Hands a callback to the run; False, with nothing done, when it waits for the task no more."""
        with self.activity:
            taken = self.steps.next(execution_id, stimulus, only_if_waiting_for=task_id)
            self._carry_out(execution_id, taken)
            return taken.was_waiting

    def _first_step(self, execution: NewExecution) -> Taken | None:
        """When the journal stays away the caller is told; the run is taken up if it was written after all."""
        try:
            return self.steps.first(execution)
        except JournalUnavailableError:
            self.workers.submit(partial(self._resume_if_written, execution.id))
            raise

    def _resume_if_written(self, execution_id: int) -> None:
        try:
            self._resume(execution_id)
        except UnknownRunError:
            return

    def _resume(self, execution_id: int) -> None:
        self._carry_out(execution_id, self.steps.owed(execution_id))

    def _fire(self, timer: DueTimer) -> None:
        self.deliver(timer.execution_id, TimerFired(timer.timer_id))

    def _carry_out(self, execution_id: int, taken: Taken) -> None:
        for task in self._carry_out_here(execution_id, taken):
            self.workers.submit(partial(self._perform, execution_id, task))

    def _carry_out_here(self, execution_id: int, taken: Taken) -> list[Call]:
        """Everything but the calls, which it answers."""
        tasks: list[Call] = []
        for command in taken.commands:
            match command:
                case InvokeTask() | StartMapRun():
                    tasks.append(command)
                case SetTimer(_, due_at):
                    self.timers.notice(due_at)
                case AbandonTask(task_id):
                    self.outside.abandon(execution_id, task_id)
                case EndRun() if taken.reports_end:
                    self.outside.ended(execution_id)
        return tasks

    def _perform(self, execution_id: int, task: Call) -> None:
        """Invokes the task, then the next one of its run while nobody else waits for this worker."""
        following: Call | None = task
        while following:
            tasks = self._invoke(execution_id, following)
            following = tasks.pop(0) if tasks and self.workers.may_continue() else None
            for other in tasks:
                self.workers.submit(partial(self._perform, execution_id, other))

    def _invoke(self, execution_id: int, task: Call) -> list[Call]:
        answer: Answer | MapRunAnswer | None
        if isinstance(task, StartMapRun):
            answer = self.outside.start_map_run(execution_id, task)
        else:
            answer = self.outside.invoke(Invocation(execution_id, task))
        if answer is None:
            return []
        return self._carry_out_here(execution_id, self.steps.next(execution_id, answer))
