"""Runs as they are taken up: new ones, those in memory, and those that are folded from the journal."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from local.engine.asl.definition import Definition
from local.engine.commands import ExecutionInfo
from local.engine.core.run import Run
from local.engine.driver.folded_runs import FoldedRun, FoldedRuns
from local.engine.driver.records import is_awaited
from local.engine.reporting.execution_logs import RunLog
from local.engine.store.journal import Journal, JournaledRun, NewExecution

DefinitionOf = Callable[[UUID, str | None], Definition]
"""By a revision, and by the distributed Map's state when it is for a child of that."""
LogOf = Callable[[UUID, ExecutionInfo], RunLog | None]


class UnknownRunError(LookupError):
    """No execution has this id."""


@dataclass(frozen=True, eq=False)
class Folding:
    """Each run's lock is held meanwhile."""

    journal: Journal
    runs: FoldedRuns
    definition_of: DefinitionOf
    log_of: LogOf

    def new(self, execution: NewExecution) -> FoldedRun:
        """Not in memory yet, as its ARN may be taken."""
        run = Run.new(self._definition_of(execution), execution.info)
        return self._with_log(execution.id, run, execution, {})

    def folded(self, execution_id: int) -> FoldedRun:
        """Raises `UnknownRunError`."""
        return self.runs.get(execution_id) or self._from_the_journal(execution_id)

    def _from_the_journal(self, execution_id: int) -> FoldedRun:
        journaled = self.journal.load(execution_id)
        if journaled is None:
            raise UnknownRunError(str(execution_id))
        run = Run.fold(self._definition_of(journaled), journaled.info, journaled.events)
        folded = self._with_log(execution_id, run, journaled, journaled.timers)
        self.runs.put(execution_id, folded)
        return folded

    def _definition_of(self, execution: NewExecution | JournaledRun) -> Definition:
        child = execution.map_child
        return self.definition_of(execution.revision_id, child.state_name if child else None)

    def _with_log(
        self, execution_id: int, run: Run, execution: NewExecution | JournaledRun, timers: dict[str, datetime]
    ) -> FoldedRun:
        log = self.log_of(execution.revision_id, execution.info)
        return FoldedRun(run, timers, is_awaited(execution_id, execution.parent), log)
