"""A run's next step: fold the run, let the core handle the stimulus, write the outcome in one commit."""

from dataclasses import dataclass

from local.engine.clock import Clock
from local.engine.commands import AbandonTask, Call, Command, EndRun, RunStatus, SetTimer
from local.engine.core.run import Run
from local.engine.driver.books import Books
from local.engine.driver.folded_runs import FoldedRun
from local.engine.driver.folding import Folding
from local.engine.driver.patience import Patience
from local.engine.driver.records import Making, failed_by, is_awaited
from local.engine.stimuli import Started, Stimulus, TimerFired
from local.engine.store.journal import Journal, JournalConflictError, NewExecution, WriteRefusedError

_START_PATIENCE_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Taken:
    """What to carry out after a step.

    `was_waiting`: the run waited for the task that the stimulus is about.
    `reports_end`: somebody waits for the run.
    """

    commands: tuple[Command, ...]
    was_waiting: bool
    reports_end: bool


@dataclass(eq=False)
class Steps:
    """Serialises the steps of each run. Nothing is carried out here."""

    journal: Journal
    clock: Clock
    patience: Patience
    folding: Folding
    making: Making
    books: Books

    def first(self, execution: NewExecution) -> Taken | None:
        """Writes the execution with its first step; None when its ARN is taken."""
        doubtful = False

        def attempt() -> tuple[Command, ...] | None:
            commands = self._create(execution)
            if commands is None and doubtful and self.journal.load(execution.id):
                return self._catch_up(execution.id, self.folding.folded(execution.id), ())
            return commands

        def forget(_error: Exception) -> None:
            nonlocal doubtful
            doubtful = True

        with self.books.runs.locked(execution.id):
            commands = self.patience.until_journaled(attempt, forget, _START_PATIENCE_SECONDS)
            if commands is None:
                return None
            self.books.commanded(execution.id, commands)
            return Taken(commands, was_waiting=True, reports_end=is_awaited(execution.id, execution.parent))

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
                self.books.runs.drop(execution_id)
                return attempt_once()

        def attempt_once() -> tuple[Command, ...]:
            nonlocal was_waiting, reports_end
            folded = self.folding.folded(execution_id)
            reports_end = folded.reports_end
            waits = only_if_waiting_for is None or folded.run.waits_for(only_if_waiting_for)
            was_waiting = was_waiting or waits
            commands = self._handle(execution_id, folded, stimulus) if waits else ()
            return self._catch_up(execution_id, folded, commands) if refolded else commands

        def forget(error: Exception) -> None:
            nonlocal refolded, was_waiting
            was_waiting = was_waiting and not isinstance(error, JournalConflictError)
            refolded = True
            self.books.runs.drop(execution_id)

        with self.books.runs.locked(execution_id):
            try:
                commands = self.patience.until_journaled(attempt, forget)
            except BaseException:
                self.books.runs.drop(execution_id)  # the core may have gone on without the journal
                raise
            self.books.answered(execution_id, stimulus, commands)
        return Taken(commands, was_waiting, reports_end)

    def owed(self, execution_id: int) -> Taken:
        """The calls that the run waits for and that are not under way; they are from now on."""
        with self.books.runs.locked(execution_id):
            folded = self.patience.until_journaled(lambda: self.folding.folded(execution_id))
            commands = self._catch_up(execution_id, folded, ())
            self.books.commanded(execution_id, commands)
            return Taken(commands, was_waiting=True, reports_end=folded.reports_end)

    def waits_for(self, execution_id: int, task_id: int) -> bool:
        """Whether the run waits for this task or map run."""
        with self.books.runs.locked(execution_id):
            folded = self.patience.until_journaled(lambda: self.folding.folded(execution_id))
            return folded.run.waits_for(task_id)

    def _create(self, execution: NewExecution) -> tuple[Command, ...] | None:
        folded = self.folding.new(execution)
        step, record = self.making.step(execution.id, folded.run, Started())
        if not self.journal.create(execution, record):
            return None
        self.books.written(execution.id, folded, record)
        return step.commands

    def _handle(self, execution_id: int, folded: FoldedRun, stimulus: Stimulus) -> tuple[Command, ...]:
        if isinstance(stimulus, TimerFired) and not self._is_due(folded, stimulus):
            self.books.runs.drop(execution_id)
            return ()
        step, record = self.making.step(execution_id, folded.run, stimulus)
        if not record.is_empty:
            self.journal.append(record)
            self.books.written(execution_id, folded, record)
        return step.commands

    def _is_due(self, folded: FoldedRun, stimulus: TimerFired) -> bool:
        """A timer may have been moved or cancelled since it was found to be due.

        If not, the journal knows more than the folded run, which is dropped: a killed engine's last statement
        may be committed after its successor has read the run.
        """
        due_at = folded.timers.get(stimulus.timer_id)
        return due_at is not None and due_at <= self.clock.now()

    def _catch_up(
        self, execution_id: int, folded: FoldedRun, commands: tuple[Command, ...]
    ) -> tuple[Command, ...]:
        """Adds what a lost step may have commanded: what it gave up, the calls owed, timers, or the end."""
        given_up = self._left_behind(execution_id, folded.run)
        if folded.run.status is not RunStatus.RUNNING:
            if commands:
                return commands
            self.books.tell_end(folded.run)
            return (*given_up, EndRun(folded.run.status))
        commanded = {command.task_id for command in commands if isinstance(command, Call)}
        owed = tuple(
            command
            for command in folded.run.outstanding(self.making.surroundings(execution_id))
            if isinstance(command, Call)
            and not self.books.is_under_way(execution_id, command)
            and command.task_id not in commanded
        )
        timers = tuple(SetTimer(timer_id, due_at) for timer_id, due_at in folded.timers.items())
        return commands + given_up + owed + timers

    def _left_behind(self, execution_id: int, run: Run) -> tuple[AbandonTask, ...]:
        """Tasks that the run waits for no more, and whose children run on."""
        has_ended = run.status is not RunStatus.RUNNING
        tasks = self.journal.tasks_with_children(execution_id)
        return tuple(AbandonTask(task) for task in tasks if has_ended or not run.waits_for(task))
