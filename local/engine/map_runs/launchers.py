"""Starts a map run's children, a few at a time, while there is room."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from uuid import NAMESPACE_URL, uuid4, uuid5

from local.engine.clock import Clock
from local.engine.commands import ExecutionInfo, RunStatus
from local.engine.driver.driver import Driver
from local.engine.driver.patience import Patience
from local.engine.driver.workers import Workers
from local.engine.map_runs.live import LiveMapRun
from local.engine.stimuli import Redriven
from local.engine.store.journal import EndedRun, MapChild, NewExecution, Parent, ParentForm
from local.engine.store.map_items import MapItems, NextChild
from local.engine.store.routed_journal import RoutedJournal

_LAUNCHERS = 4
_LAUNCHES_AT_A_TIME = 50
_FETCHED_AT_A_TIME = 200


@dataclass(frozen=True, eq=False)
class Launchers:
    """`child_ended` is told of a child that ends without having been started."""

    map_items: MapItems
    journal: RoutedJournal
    driver: Driver
    clock: Clock
    workers: Workers
    patience: Patience
    child_ended: Callable[[EndedRun], None]

    def start(self, live: LiveMapRun) -> None:
        """As many launchers as have something to start; the map run is locked meanwhile."""
        while live.launchers < min(_LAUNCHERS, live.room, live.unstarted):
            live.launchers += 1
            self.workers.submit(partial(self._launch_some, live))

    def _launch_some(self, live: LiveMapRun) -> None:
        """Starts a few children, then lets others have the worker."""
        for _ in range(_LAUNCHES_AT_A_TIME):
            child = self.patience.until_journaled(partial(self._next, live))
            if child is None:
                return
            self.patience.until_journaled(self._launching(live, child))
        self.workers.submit(partial(self._launch_some, live))

    def _next(self, live: LiveMapRun) -> NextChild | None:
        """Takes a child; without one, or without room for it, the caller is no launcher any more."""
        with live.lock:
            if live.is_closed or live.room <= 0 or not self._has_more(live):
                live.launchers -= 1
                return None
            child = live.waiting.popleft()
            live.take(child)
            return child

    def _has_more(self, live: LiveMapRun) -> bool:
        """Whether a child waits to be started: those to redrive first, then those never started."""
        if live.unstarted <= 0:
            return False
        if not live.waiting and live.run.redrive_count and not live.run.is_express:
            found = self.map_items.awaiting_redrive(live.run.id, live.redriven_up_to, _FETCHED_AT_A_TIME)
            live.waiting.extend(found)
            live.redriven_up_to = found[-1].index if found else live.redriven_up_to
        if not live.waiting:
            found = self.map_items.pending(live.run.id, live.started_up_to, _FETCHED_AT_A_TIME)
            live.waiting.extend(child for child in found if child.index not in live.running)
            live.started_up_to = found[-1].index if found else live.started_up_to
        return bool(live.waiting)

    def _launching(self, live: LiveMapRun, child: NextChild) -> Callable[[], None]:
        if child.execution_id is not None:
            return partial(self._redrive_child, child.execution_id)
        execution = self._new_execution(live, child)

        def launch() -> None:
            self.driver.start(execution)

        return launch

    def _redrive_child(self, child_id: int) -> None:
        """A child whose history has no room left stays as it ended."""
        self.driver.deliver(child_id, Redriven())
        ended = self.journal.ended(child_id)
        if ended is not None and ended.status is not RunStatus.RUNNING:
            self.child_ended(ended)

    def _new_execution(self, live: LiveMapRun, child: NextChild) -> NewExecution:
        run, parent = live.run, live.parent
        name = str(uuid5(NAMESPACE_URL, f"{run.arn}/{child.index}"))
        kind = "express" if run.is_express else "execution"
        arn = f"{run.machine_arn.replace(':stateMachine:', f':{kind}:')}:{name}"
        info = ExecutionInfo(
            execution_arn=f"{arn}:{uuid4()}" if run.is_express else arn,
            name=name,
            role_arn=parent.role_arn,
            state_machine_arn=run.machine_arn,
            state_machine_name=parent.machine_name,
            start_time=self.clock.now(),
            input=child.input,
            map_item=child.item,
            is_express=run.is_express,
        )
        return NewExecution(
            self.journal.new_express_id() if run.is_express else self.journal.new_id(),
            info,
            parent.revision_id,
            parent=Parent(run.execution_id, run.task_id, ParentForm.MAP),
            map_child=MapChild(run.id, child.index, run.state_name),
        )
