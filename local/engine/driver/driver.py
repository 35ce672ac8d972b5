"""Takes stimuli to the runs and carries out what they command."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from local.engine.clock import Clock
from local.engine.commands import AbandonTask, Call, EndRun, InvokeTask, SetTimer, StartMapRun
from local.engine.driver.activity import Activity
from local.engine.driver.folding import UnknownRunError
from local.engine.driver.outside import Answer, Invocation, MapRunAnswer, Outside
from local.engine.driver.patience import Patience
from local.engine.driver.relay import Relay
from local.engine.driver.sending import Pipes
from local.engine.driver.steps import Steps, Taken
from local.engine.driver.timers import Timers
from local.engine.driver.workers import Workers
from local.engine.stimuli import Stimulus, TimerFired
from local.engine.store.connections import JournalUnavailableError
from local.engine.store.journal import DueTimer, Journal, NewExecution

_RELAY_SECONDS = 5.0


@dataclass(eq=False)
class Driver:
    steps: Steps
    journal: Journal
    outside: Outside
    clock: Clock
    workers: Workers
    activity: Activity
    patience: Patience
    pipes: Pipes | None = None
    most_calls: int = 64
    timers: Timers = field(init=False)
    _relay: Relay | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        if self.pipes:
            self._relay = Relay(self, self.pipes, self.most_calls)
        self.timers = Timers(self.journal, self.clock, self.workers, self.activity, self._fire)

    def open(self) -> None:
        """Takes up what a former engine left: tasks owed an answer, children that ended, timers.

        Raises `JournalUnavailableError`, and may be tried again then.
        """
        owed, unreported = self.journal.owed(), self.journal.unreported_children()
        if self._relay:
            self._relay.open()
        for execution_id in owed:
            self.workers.submit(partial(self._resume, execution_id))
        for child_id in unreported:
            self.workers.submit(partial(self.outside.ended, child_id))
        self.timers.open()

    def close(self) -> None:
        self.patience.close()
        self.timers.close()
        if self._relay:
            self._relay.close(_RELAY_SECONDS)

    def start(self, execution: NewExecution, once_written: Callable[[], None] = lambda: None) -> bool:
        """Starts the execution unless its ARN is taken; `once_written` runs before any of its commands."""
        with self.activity:
            taken = self._first_step(execution)
            if taken is None:
                return False
            once_written()
            self.carry_out(execution.id, taken)
            return True

    def deliver(self, execution_id: int, stimulus: Stimulus, *, in_doubt: bool = False) -> None:
        """Hands the stimulus to the run; raises `UnknownRunError`.

        `in_doubt`: the journal may have it already.
        """
        with self.activity:
            self.carry_out(execution_id, self.steps.next(execution_id, stimulus, in_doubt=in_doubt))

    def answer(self, execution_id: int, task_id: int, stimulus: Stimulus) -> bool:
        """Hands a callback to the run; False, with nothing done, when it waits for the task no more."""
        with self.activity:
            taken = self.steps.next(execution_id, stimulus, only_if_waiting_for=task_id)
            self.carry_out(execution_id, taken)
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
        self.carry_out(execution_id, self.steps.owed(execution_id))

    def _fire(self, timer: DueTimer) -> None:
        self.deliver(timer.execution_id, TimerFired(timer.timer_id))

    def carry_out(self, execution_id: int, taken: Taken) -> None:
        """Calls are left to others."""
        for call in self._carry_out_here(execution_id, taken):
            self._pass_on(execution_id, call)

    def perform(self, execution_id: int, call: Call) -> None:
        """Makes the call, then the next one of its run while nobody else waits for this worker."""
        following: Call | None = call
        while following:
            calls = self._invoke(execution_id, following)
            following = calls.pop(0) if calls and self._is_for_me(execution_id, calls[0]) else None
            for other in calls:
                self._pass_on(execution_id, other)

    def _is_for_me(self, execution_id: int, call: Call) -> bool:
        is_relayed = self._relay is not None and self._relay.takes(execution_id, call)
        return self.workers.may_continue() and not is_relayed

    def _pass_on(self, execution_id: int, call: Call) -> None:
        if self._relay and self._relay.takes(execution_id, call):
            self._relay.take(execution_id, call)
        else:
            self.workers.submit(partial(self.perform, execution_id, call))

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

    def _invoke(self, execution_id: int, task: Call) -> list[Call]:
        answer: Answer | MapRunAnswer | None
        if isinstance(task, StartMapRun):
            answer = self.outside.start_map_run(execution_id, task)
        else:
            answer = self.outside.invoke(Invocation(execution_id, task))
        if answer is None:
            return []
        return self._carry_out_here(execution_id, self.steps.next(execution_id, answer))
