"""A run's next step: fold the run, let the core handle the stimulus, write the outcome in one commit."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from uuid import UUID

from local.engine.asl.definition import Definition
from local.engine.clock import Clock
from local.engine.commands import (
    Call,
    Command,
    EndRun,
    ExecutionInfo,
    MapRunFailed,
    MapRunSucceeded,
    RunStatus,
    SetTimer,
    Started,
    Step,
    Stimulus,
    TaskFailed,
    TaskStarted,
    TaskSubmitted,
    TaskSucceeded,
    TimerFired,
)
from local.engine.core.run import Run
from local.engine.driver.folded_runs import FoldedRun, FoldedRuns
from local.engine.driver.outside import Answer
from local.engine.driver.patience import Patience
from local.engine.driver.records import RunSurroundings, failed_by, is_awaited, record_of
from local.engine.driver.tokens import TaskTokens
from local.engine.reporting.execution_logs import RunLog
from local.engine.store.journal import (
    Journal,
    JournalConflictError,
    JournaledRun,
    NewExecution,
    StepRecord,
    WriteRefusedError,
)

_START_PATIENCE_SECONDS = 10.0
_log = logging.getLogger(__name__)
_ANSWERS = (TaskStarted, TaskSubmitted, TaskSucceeded, TaskFailed, MapRunSucceeded, MapRunFailed)


class UnknownRunError(LookupError):
    """No execution has this id."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What to carry out after a step.

    `was_waiting`: the run waited for the task that the stimulus is about.
    `reports_end`: somebody waits for the run.
    """

    commands: tuple[Command, ...]
    was_waiting: bool
    reports_end: bool


@dataclass(frozen=True, slots=True)
class Begun:
    """A step that is not written yet; its run is locked until the step is finished or given up."""

    execution_id: int
    folded: FoldedRun
    stimulus: Answer
    commands: tuple[Command, ...]
    record: StepRecord


@dataclass(eq=False)
class Steps:
    """Serialises the steps of each run. Nothing is carried out here."""

    journal: Journal
    definition_of: Callable[[UUID, str | None], Definition]
    clock: Clock
    tokens: TaskTokens
    random: Random
    patience: Patience
    runs: FoldedRuns
    log_of: Callable[[UUID, ExecutionInfo], RunLog | None] = lambda _revision_id, _execution: None
    on_end: Callable[[ExecutionInfo, RunStatus], None] | None = None
    _under_way: set[tuple[int, int]] = field(default_factory=set)

    def first(self, execution: NewExecution) -> Taken | None:
        """Writes the execution with its first step; None when its ARN is taken."""
        doubtful = False

        def attempt() -> tuple[Command, ...] | None:
            commands = self._create(execution)
            if commands is None and doubtful and self.journal.load(execution.id):
                return self._catch_up(execution.id, self._folded(execution.id), ())
            return commands

        def forget(_error: Exception) -> None:
            nonlocal doubtful
            doubtful = True

        with self.runs.locked(execution.id):
            commands = self.patience.until_journaled(attempt, forget, _START_PATIENCE_SECONDS)
            if commands is None:
                return None
            self._mark_under_way(execution.id, commands)
            return Taken(commands, was_waiting=True, reports_end=is_awaited(execution.id, execution.parent))

    def begin(self, execution_id: int, stimulus: Answer) -> Begun | None:
        """The step that is to be written; None when it takes `next`, which waits for others.

        `finish` or `give_up` ends it, on the same thread.
        """
        if not self.runs.try_acquire(execution_id):
            return None
        folded = self.runs.get(execution_id)
        if folded is None:
            self.runs.release(execution_id)
            return None
        begun = self._begun(execution_id, folded, stimulus)
        if begun is None:
            self._abandon(execution_id)
        return begun

    def begin_after(self, begun: Begun, stimulus: Answer) -> Begun | None:
        """The step that follows one that is not written yet; `finish_before` hands the run to it."""
        return self._begun(begun.execution_id, begun.folded, stimulus)

    def _begun(self, execution_id: int, folded: FoldedRun, stimulus: Answer) -> Begun | None:
        """None when it fails: the run is folded anew then, and `next` says what is wrong."""
        try:
            step, record = self._handled(execution_id, folded, stimulus)
        except Exception:  # noqa: BLE001 -- a worker takes the step again by `next`, which tells of it
            _log.exception("step.failed execution=%d", execution_id)
            return None
        return Begun(execution_id, folded, stimulus, step.commands, record)

    def finish(self, steps: Sequence[Begun]) -> Taken:
        """Once the records of a run's steps, one after the other, are written."""
        self._finish(steps)
        last = steps[-1]
        self.runs.release(last.execution_id)
        return Taken(last.commands, was_waiting=True, reports_end=last.folded.reports_end)

    def finish_before(self, steps: Sequence[Begun], *, is_followed: bool) -> bool:
        """Once their records are written; the run stays locked for the step that follows.

        False when none does, or others wait for the run: then it is theirs, and nothing has followed.
        """
        self._finish(steps)
        execution_id = steps[-1].execution_id
        if not is_followed or self.runs.is_wanted(execution_id):
            self._abandon(execution_id)
            return False
        return True

    def _finish(self, steps: Sequence[Begun]) -> None:
        for begun in steps:
            self._keep(begun.execution_id, begun.folded, begun.record)
            self._note(begun.execution_id, begun.stimulus, begun.commands)

    def give_up(self, begun: Begun) -> None:
        """When it is not known to be written: `next` has to be told that it is in doubt."""
        self._abandon(begun.execution_id)

    def next(
        self,
        execution_id: int,
        stimulus: Stimulus,
        only_if_waiting_for: int | None = None,
        *,
        in_doubt: bool = False,
    ) -> Taken:
        """Waits for the journal as long as it takes; raises `UnknownRunError`.

        After a commit in doubt or a conflict the run is folded again, and what it is owed joins the commands.
        """
        was_waiting, refolded, reports_end = False, in_doubt, False

        def attempt() -> tuple[Command, ...]:
            nonlocal stimulus
            try:
                return attempt_once()
            except WriteRefusedError as error:
                stimulus = failed_by(error, stimulus)
                self.runs.drop(execution_id)
                return attempt_once()

        def attempt_once() -> tuple[Command, ...]:
            nonlocal was_waiting, reports_end
            folded = self._folded(execution_id)
            reports_end = folded.reports_end
            waits = only_if_waiting_for is None or folded.run.waits_for(only_if_waiting_for)
            was_waiting = was_waiting or waits
            commands = self._handle(execution_id, folded, stimulus) if waits else ()
            return self._catch_up(execution_id, folded, commands) if refolded else commands

        def forget(error: Exception) -> None:
            nonlocal refolded, was_waiting
            was_waiting = was_waiting and not isinstance(error, JournalConflictError)
            refolded = True
            self.runs.drop(execution_id)

        with self.runs.locked(execution_id):
            try:
                commands = self.patience.until_journaled(attempt, forget)
            except BaseException:
                self.runs.drop(
                    execution_id
                )  # between its core and the journal it is not what the journal says
                raise
            self._note(execution_id, stimulus, commands)
        return Taken(commands, was_waiting, reports_end)

    def owed(self, execution_id: int) -> Taken:
        """The calls that the run waits for and that are not under way; they are from now on."""
        with self.runs.locked(execution_id):
            folded = self.patience.until_journaled(lambda: self._folded(execution_id))
            commands = self._catch_up(execution_id, folded, ())
            self._mark_under_way(execution_id, commands)
            return Taken(commands, was_waiting=True, reports_end=folded.reports_end)

    def waits_for(self, execution_id: int, task_id: int) -> bool:
        """Whether the run waits for this task or map run."""
        with self.runs.locked(execution_id):
            folded = self.patience.until_journaled(lambda: self._folded(execution_id))
            return folded.run.waits_for(task_id)

    def _create(self, execution: NewExecution) -> tuple[Command, ...] | None:
        run = Run.new(self._definition_of(execution), execution.info)
        surroundings = self._surroundings(execution.id)
        step = run.handle(Started(), surroundings)
        record = record_of(surroundings, step, Started())
        if not self.journal.create(execution, record):
            return None
        log = self.log_of(execution.revision_id, execution.info)
        folded = FoldedRun(run, {}, is_awaited(execution.id, execution.parent), log)
        self._keep(execution.id, folded, record)
        return step.commands

    def _handle(self, execution_id: int, folded: FoldedRun, stimulus: Stimulus) -> tuple[Command, ...]:
        if isinstance(stimulus, TimerFired) and not self._is_due(folded, stimulus):
            self.runs.drop(execution_id)
            return ()
        step, record = self._handled(execution_id, folded, stimulus)
        if not record.is_empty:
            self.journal.append(record)
            self._keep(execution_id, folded, record)
        return step.commands

    def _handled(self, execution_id: int, folded: FoldedRun, stimulus: Stimulus) -> tuple[Step, StepRecord]:
        surroundings = self._surroundings(execution_id)
        step = folded.run.handle(stimulus, surroundings)
        return step, record_of(surroundings, step, stimulus)

    def _abandon(self, execution_id: int) -> None:
        self.runs.drop(execution_id)
        self.runs.release(execution_id)

    def _is_due(self, folded: FoldedRun, stimulus: TimerFired) -> bool:
        """A timer may have been moved or cancelled since it was found to be due.

        If not, the journal knows more than the folded run, which is dropped: a killed engine's last statement
        may be committed after its successor has read the run.
        """
        due_at = folded.timers.get(stimulus.timer_id)
        return due_at is not None and due_at <= self.clock.now()

    def _keep(self, execution_id: int, folded: FoldedRun, record: StepRecord) -> None:
        for timer_id, due_at in record.timers.items():
            if due_at is None:
                folded.timers.pop(timer_id, None)
            else:
                folded.timers[timer_id] = due_at
        if record.end:
            self.runs.drop(execution_id)
        else:
            self.runs.put(execution_id, folded)
        if folded.log:
            folded.log.write(record.events, folded.run.redrive_count)
        if record.end:
            self._tell_end(folded.run)

    def _tell_end(self, run: Run) -> None:
        try:
            if self.on_end:
                self.on_end(run.execution, run.status)
        except Exception:  # noqa: BLE001 -- what others do with it must not stop the step
            _log.exception("end.untold execution=%s", run.execution.execution_arn)

    def _folded(self, execution_id: int) -> FoldedRun:
        folded = self.runs.get(execution_id)
        if folded:
            return folded
        journaled = self.journal.load(execution_id)
        if journaled is None:
            raise UnknownRunError(str(execution_id))
        run = Run.fold(self._definition_of(journaled), journaled.info, journaled.events)
        log = self.log_of(journaled.revision_id, journaled.info)
        folded = FoldedRun(run, journaled.timers, is_awaited(execution_id, journaled.parent), log)
        self.runs.put(execution_id, folded)
        return folded

    def _definition_of(self, execution: NewExecution | JournaledRun) -> Definition:
        child = execution.map_child
        return self.definition_of(execution.revision_id, child.state_name if child else None)

    def _catch_up(
        self, execution_id: int, folded: FoldedRun, commands: tuple[Command, ...]
    ) -> tuple[Command, ...]:
        """Adds what a lost step may have commanded: the calls owed and the timers, or the end."""
        if folded.run.status is not RunStatus.RUNNING:
            if commands:
                return commands
            self._tell_end(folded.run)
            return (EndRun(folded.run.status),)
        commanded = {command.task_id for command in commands if isinstance(command, Call)}
        owed = tuple(
            command
            for command in folded.run.outstanding(self._surroundings(execution_id))
            if isinstance(command, Call)
            and (execution_id, command.task_id) not in self._under_way
            and command.task_id not in commanded
        )
        timers = tuple(SetTimer(timer_id, due_at) for timer_id, due_at in folded.timers.items())
        return commands + owed + timers

    def _note(self, execution_id: int, stimulus: Stimulus, commands: tuple[Command, ...]) -> None:
        if isinstance(stimulus, _ANSWERS):
            self._under_way.discard((execution_id, stimulus.task_id))
        self._mark_under_way(execution_id, commands)

    def _mark_under_way(self, execution_id: int, commands: tuple[Command, ...]) -> None:
        for command in commands:
            if isinstance(command, Call):
                self._under_way.add((execution_id, command.task_id))

    def _surroundings(self, execution_id: int) -> RunSurroundings:
        return RunSurroundings(self.clock.now(), self.random, self.tokens, execution_id)
