"""What the runs' commands reach: nested runs within the engine, everything else through the integrations."""

import logging
import threading
from collections.abc import Callable

from local.engine.activity_tasks import OfferedActivities
from local.engine.api.arns import is_activity_arn
from local.engine.commands import InvokeTask, RunStatus, StartMapRun
from local.engine.driver.outside import Answer, Invocation, MapRunAnswer, PendingCall
from local.engine.driver.patience import EngineClosedError, Patience
from local.engine.integrations.calls import Beginner, Invoke
from local.engine.integrations.resource import UnsupportedResourceError
from local.engine.map_runs.running import MapRunning
from local.engine.nested_runs import NestedRuns, starts_a_run
from local.engine.stimuli import MapRunFailed, TaskFailed
from local.engine.store.journal import EndedRun, is_express
from local.engine.store.routed_journal import RoutedJournal

_log = logging.getLogger(__name__)


class World:
    """Implements `Outside`; what starts runs is given once the driver stands, as they need each other."""

    nested: NestedRuns
    map_running: MapRunning

    def __init__(
        self, invoke: Invoke, journal: RoutedJournal, patience: Patience, activities: OfferedActivities
    ) -> None:
        self._invoke = invoke
        self._beginner = invoke if isinstance(invoke, Beginner) else None
        self._activities = activities
        self._journal = journal
        self._patience = patience
        self._waiting: dict[int, Callable[[EndedRun], None]] = {}
        self._lock = threading.Lock()

    def invoke(self, invocation: Invocation) -> Answer | None:
        task = invocation.task
        try:
            if starts_a_run(task):
                return self._patience.until_journaled(lambda: self.nested.start(invocation))
            if is_activity_arn(task.resource):
                return self._patience.until_journaled(lambda: self._activities.offer(invocation))
            return self._invoke(task)
        except UnsupportedResourceError:
            return TaskFailed(
                task.task_id, "States.Runtime", f"The resource {task.resource} is not supported"
            )
        except Exception as error:  # noqa: BLE001 -- a failed invocation is an answer
            return _failed(task, error)

    def can_begin(self, task: InvokeTask) -> bool:
        return self._beginner is not None and self._beginner.can_begin(task)

    def reaches_nothing(self, task: InvokeTask) -> bool:
        return self._beginner is not None and self._beginner.reaches_nothing(task)

    def begin(self, invocation: Invocation) -> Answer | PendingCall | None:
        assert self._beginner is not None
        try:
            return self._beginner.begin(invocation.task)
        except Exception as error:  # noqa: BLE001 -- a failed invocation is an answer
            return _failed(invocation.task, error)

    def end(self, invocation: Invocation, call: PendingCall) -> Answer | None:
        try:
            return call.answer()
        except Exception as error:  # noqa: BLE001 -- a failed invocation is an answer
            return _failed(invocation.task, error)

    def start_map_run(self, execution_id: int, start: StartMapRun) -> MapRunAnswer | None:
        try:
            return self.map_running.start(execution_id, start)
        except EngineClosedError:
            raise
        except Exception as error:  # noqa: BLE001 -- a map run that cannot start has failed
            _log.exception("map_run.failed map_run=%s", start.plan.map_run_arn)
            return MapRunFailed(start.task_id, "States.Runtime", f"{type(error).__name__}: {error}")

    def abandon(self, execution_id: int, task_id: int) -> None:
        self._patience.until_journaled(lambda: self.nested.stop_children(execution_id, task_id))
        self._patience.until_journaled(lambda: self.map_running.abort(execution_id, task_id))

    def ended(self, execution_id: int) -> None:
        """Tells the parent, and whoever waits in `StartSyncExecution`; forgets an Express run."""
        ended = self._patience.until_journaled(lambda: self._journal.ended(execution_id))
        if ended is None or ended.status is RunStatus.RUNNING:
            return
        if ended.map_child is None:
            self.nested.report(ended)
        else:
            self.map_running.child_ended(ended)
        if is_express(execution_id):
            self._tell_waiting(ended)
            self._journal.forget(execution_id)

    def when_ended(self, execution_id: int, tell: Callable[[EndedRun], None]) -> None:
        """Calls `tell` with the end of an Express execution that is not under way yet."""
        with self._lock:
            self._waiting[execution_id] = tell

    def _tell_waiting(self, ended: EndedRun) -> None:
        with self._lock:
            tell = self._waiting.pop(ended.id, None)
        if tell:
            tell(ended)


def _failed(task: InvokeTask, error: Exception) -> TaskFailed:
    _log.error("invocation.failed resource=%s", task.resource, exc_info=error)
    return TaskFailed(task.task_id, "States.TaskFailed", f"{type(error).__name__}: {error}")
