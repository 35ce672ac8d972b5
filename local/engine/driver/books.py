"""What the engine remembers of runs between their steps, and who is told of what is written."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from local.engine.commands import (
    AbandonTask,
    Call,
    Command,
    EndRun,
    ExecutionInfo,
    InvokeTask,
    RunStatus,
    StartMapRun,
)
from local.engine.core.run import Run
from local.engine.driver.folded_runs import FoldedRun, FoldedRuns
from local.engine.stimuli import (
    MapRunFailed,
    MapRunSucceeded,
    Stimulus,
    TaskFailed,
    TaskStarted,
    TaskSubmitted,
    TaskSucceeded,
)
from local.engine.store.journal import StepRecord

OnEnd = Callable[[ExecutionInfo, RunStatus], None]
_log = logging.getLogger(__name__)
_ANSWERS = (TaskStarted, TaskSubmitted, TaskSucceeded, TaskFailed, MapRunSucceeded, MapRunFailed)


@dataclass(eq=False)
class Books:
    """`runs`, and the calls of each that are under way, by task id. A run's lock is held meanwhile."""

    runs: FoldedRuns
    on_end: OnEnd | None = None
    _under_way: dict[int, set[int]] = field(default_factory=dict)

    def written(self, execution_id: int, folded: FoldedRun, record: StepRecord) -> None:
        _move_timers(folded, record.timers)
        if record.end:
            self.runs.drop(execution_id)
        else:
            self.runs.put(execution_id, folded)
        if folded.log:
            folded.log.write(record.events, folded.run.redrive_count)
        if record.end:
            self.tell_end(folded.run)

    def answered(self, execution_id: int, stimulus: Stimulus, commands: tuple[Command, ...]) -> None:
        """A call that the stimulus answers is under way no more; those commanded are."""
        if isinstance(stimulus, _ANSWERS):
            self._is_over(execution_id, stimulus.task_id)
        self.commanded(execution_id, commands)

    def commanded(self, execution_id: int, commands: tuple[Command, ...]) -> None:
        """What nobody waits for any more is as good as over: a map run that is redriven keeps its id."""
        for command in commands:
            match command:
                case InvokeTask(task_id) | StartMapRun(task_id):
                    self._under_way.setdefault(execution_id, set()).add(task_id)
                case AbandonTask(task_id):
                    self._is_over(execution_id, task_id)
                case EndRun():
                    self._under_way.pop(execution_id, None)

    def is_under_way(self, execution_id: int, call: Call) -> bool:
        return call.task_id in self._under_way.get(execution_id, ())

    def abandon(self, execution_id: int) -> None:
        """Lets go of a run that has gone on in memory and not in the journal."""
        self.runs.drop(execution_id)
        self.runs.release(execution_id)

    def tell_end(self, run: Run) -> None:
        try:
            if self.on_end:
                self.on_end(run.execution, run.status)
        except Exception:  # noqa: BLE001 -- what others do with it must not stop the step
            _log.exception("end.untold execution=%s", run.execution.execution_arn)

    def _is_over(self, execution_id: int, task_id: int) -> None:
        calls = self._under_way.get(execution_id, set())
        calls.discard(task_id)
        if not calls:
            self._under_way.pop(execution_id, None)


def _move_timers(folded: FoldedRun, moved: Mapping[str, datetime | None]) -> None:
    for timer_id, due_at in moved.items():
        if due_at is None:
            folded.timers.pop(timer_id, None)
        else:
            folded.timers[timer_id] = due_at
