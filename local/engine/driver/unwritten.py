"""Steps that somebody else writes: made without waiting, and finished once they are in the journal."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from local.engine.commands import Command
from local.engine.driver.books import Books
from local.engine.driver.folded_runs import FoldedRun
from local.engine.driver.outside import Answer
from local.engine.driver.records import Making
from local.engine.driver.steps import Taken
from local.engine.store.journal import StepRecord

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Begun:
    """A step that is not written yet; its run is locked until the step is finished or given up."""

    execution_id: int
    folded: FoldedRun
    stimulus: Answer
    commands: tuple[Command, ...]
    record: StepRecord


@dataclass(frozen=True, eq=False)
class UnwrittenSteps:
    """On one thread. What it cannot do is for `Steps.next`.

    When finishing fails the run is given up, so that `Steps.next` has to be told that it is in doubt.
    """

    making: Making
    books: Books

    def begin(self, execution_id: int, stimulus: Answer) -> Begun | None:
        """None when the run is not in memory, when others are at it, or when the step fails.

        `finish`, `finish_before` or `give_up` ends it.
        """
        runs = self.books.runs
        if not runs.try_acquire(execution_id):
            return None
        folded = runs.get(execution_id)
        if folded is None:
            runs.release(execution_id)
            return None
        begun = self._begun(execution_id, folded, stimulus)
        if begun is None:
            self.books.abandon(execution_id)
        return begun

    def begin_after(self, begun: Begun, stimulus: Answer) -> Begun | None:
        """The step that follows one that is not written yet; `finish_before` hands the run to it."""
        return self._begun(begun.execution_id, begun.folded, stimulus)

    def finish(self, steps: Sequence[Begun]) -> Taken:
        """Once the records of a run's steps, one after the other, are written."""
        self._finish(steps)
        last = steps[-1]
        self.books.runs.release(last.execution_id)
        return Taken(last.commands, was_waiting=True, reports_end=last.folded.reports_end)

    def finish_before(self, steps: Sequence[Begun], *, is_followed: bool) -> bool:
        """Once their records are written; the run stays locked for the step that follows.

        False when none does, or others wait for the run: then it is theirs, and nothing has followed.
        """
        self._finish(steps)
        execution_id = steps[-1].execution_id
        if not is_followed or self.books.runs.is_wanted(execution_id):
            self.books.abandon(execution_id)
            return False
        return True

    def give_up(self, begun: Begun) -> None:
        """When it is not known to be written: `Steps.next` has to be told that it is in doubt."""
        self.books.abandon(begun.execution_id)

    def _begun(self, execution_id: int, folded: FoldedRun, stimulus: Answer) -> Begun | None:
        try:
            step, record = self.making.step(execution_id, folded.run, stimulus)
        except Exception:  # noqa: BLE001 -- a worker takes the step again by `next`, which tells of it
            _log.exception("step.failed execution=%d", execution_id)
            return None
        return Begun(execution_id, folded, stimulus, step.commands, record)

    def _finish(self, steps: Sequence[Begun]) -> None:
        try:
            for begun in steps:
                self.books.written(begun.execution_id, begun.folded, begun.record)
                self.books.answered(begun.execution_id, begun.stimulus, begun.commands)
        except BaseException:
            self.give_up(steps[-1])
            raise
