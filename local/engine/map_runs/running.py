"""Runs the children of distributed Maps.

A map run is a row, its items are rows, its children are executions: what is under way is counted anew from
them when the engine takes a run up again, so that nothing is started twice and nothing is left out.
"""

from dataclasses import dataclass, field
from functools import partial

from local.engine.asl.errors import (
    EXCEED_TOLERATED_FAILURE_THRESHOLD,
    RUNTIME,
    THRESHOLD_EXCEEDED,
    StateError,
)
from local.engine.clock import Clock
from local.engine.commands import RunStatus, StartMapRun
from local.engine.driver.driver import Driver
from local.engine.driver.outside import MapRunAnswer
from local.engine.driver.patience import Patience
from local.engine.driver.workers import Workers
from local.engine.integrations.objects import Objects
from local.engine.map_runs.endings import Endings
from local.engine.map_runs.inputs import child_inputs
from local.engine.map_runs.launchers import Launchers
from local.engine.map_runs.live import Limits, LiveMapRun, Outlook
from local.engine.map_runs.plan import MapRunPlan, WriteResults
from local.engine.map_runs.reading import read_items
from local.engine.stimuli import MapRunFailed, Stopped
from local.engine.store.journal import EndedRun, is_express
from local.engine.store.map_items import MapItems
from local.engine.store.map_runs import MapRun, MapRuns, NewMapRun, ParentExecution
from local.engine.store.routed_journal import RoutedJournal

_NOT_IN_EXPRESS = "A Map state in DISTRIBUTED mode runs in STANDARD state machines only"


@dataclass(eq=False)
class MapRunning:
    map_runs: MapRuns
    map_items: MapItems
    journal: RoutedJournal
    driver: Driver
    objects: Objects
    clock: Clock
    workers: Workers
    patience: Patience
    _live: dict[int, LiveMapRun] = field(default_factory=dict)
    _launchers: Launchers = field(init=False)
    _endings: Endings = field(init=False)

    def __post_init__(self) -> None:
        map_items, driver, clock = self.map_items, self.driver, self.clock
        workers, patience = self.workers, self.patience
        self._launchers = Launchers(
            map_items, self.journal, driver, clock, workers, patience, self.child_ended
        )
        self._endings = Endings(
            self.map_runs, map_items, driver, self.objects, clock, workers, patience, self._forget
        )

    def open(self) -> None:
        """Ends what map runs left behind whose end a former engine could not carry out."""
        self.map_runs.abort_without_parent(self.clock.now())
        for child_id in self.map_items.children_left_running():
            self.workers.submit(partial(self.driver.deliver, child_id, Stopped()))

    def start(self, execution_id: int, start: StartMapRun) -> MapRunAnswer | None:
        """Starts, takes up again or redrives the map run; None when its children's ends are the answer."""
        try:
            return self.patience.until_journaled(partial(self._start, execution_id, start))
        except StateError as problem:
            return MapRunFailed(start.task_id, problem.error, problem.cause)

    def abort(self, execution_id: int, task_id: int) -> None:
        """The parent waits no more: no further child starts, and those under way are stopped."""
        run = self.map_runs.abort(execution_id, task_id, self.clock.now())
        if run is not None:
            self._close(run)

    def child_ended(self, ended: EndedRun) -> None:
        child = ended.map_child
        assert child is not None
        if is_express(ended.id):
            self.patience.until_journaled(partial(self.map_items.record_express, ended))
        live = self._live.get(child.run_id)
        if live is not None:
            with live.lock:
                live.note_end(child.index, succeeded=ended.status is RunStatus.SUCCEEDED)
            self._go_on_and_tell(live)

    def update(self, run: MapRun) -> None:
        """Takes over limits that UpdateMapRun changed."""
        live = self._live.get(run.id)
        if live is not None:
            with live.lock:
                live.limits = Limits.of(run)
            self._go_on_and_tell(live)

    def running_express_children(self, run_id: int) -> list[int]:
        """The items of each Express child under way, which no row tells of."""
        live = self._live.get(run_id)
        return list(live.running.values()) if live and live.run.is_express else []

    def _start(self, execution_id: int, start: StartMapRun) -> MapRunAnswer | None:
        parent = self.map_runs.parent(execution_id)
        if parent is None:
            raise StateError(RUNTIME, _NOT_IN_EXPRESS)
        run = self.map_runs.started(self._new(execution_id, start))
        if start.redrive_count > run.redrive_count:
            self.map_runs.redrive(run.id, start.redrive_count, self.clock.now())
            run = self._again(run)
        if not self.driver.steps.waits_for(execution_id, start.task_id):
            self.abort(execution_id, start.task_id)  # its parent went on before the row was there
            return None
        if run.status == "RUNNING" and run.child_count is None:
            run = self._with_items(run, start.plan)
        if run.status != "RUNNING":
            return self._endings.answer(run, start.plan.writer)
        if run.id in self._live:
            return None
        return self._go_on(self._taken_up(run, parent, start.plan))

    def _new(self, execution_id: int, start: StartMapRun) -> NewMapRun:
        plan = start.plan
        machine_arn = plan.map_run_arn.rpartition(":")[0].replace(":mapRun:", ":stateMachine:")
        return NewMapRun(
            arn=plan.map_run_arn,
            execution_id=execution_id,
            task_id=start.task_id,
            machine_arn=machine_arn,
            state_name=plan.state_name,
            is_express=plan.is_express,
            max_concurrency=plan.max_concurrency,
            tolerated_count=plan.tolerated_count,
            tolerated_percentage=plan.tolerated_percentage,
            started_at=self.clock.now(),
        )

    def _with_items(self, run: MapRun, plan: MapRunPlan) -> MapRun:
        """Keeps the items, or ends the map run when they cannot be had."""
        items = read_items(plan.reader, self.objects) if plan.reader else plan.items
        try:
            self.map_items.put_items(run.id, child_inputs(plan, items))
        except StateError as problem:
            self.map_runs.end(run, self.clock.now(), (problem.error, problem.cause))
        return self._again(run)

    def _taken_up(self, run: MapRun, parent: ParentExecution, plan: MapRunPlan) -> LiveMapRun:
        live = LiveMapRun.of(run, parent, plan)
        with live.lock:
            self._live[run.id] = live
            live.count(self.map_items.progress(run.id))
        return live

    def _again(self, run: MapRun) -> MapRun:
        found = self.map_runs.by_id(run.id)
        assert found is not None
        return found

    def _go_on_and_tell(self, live: LiveMapRun) -> None:
        answer = self._go_on(live)
        if answer is not None:
            self.driver.answer(live.run.execution_id, answer.task_id, answer)

    def _go_on(self, live: LiveMapRun) -> MapRunAnswer | None:
        """Starts children while there is room; the answer when the map run is over."""
        with live.lock:
            outlook = live.outlook()
            if outlook is Outlook.GO_ON:
                self._launchers.start(live)
        if outlook is Outlook.SUCCEED:
            return self.patience.until_journaled(partial(self._endings.succeed, live))
        if outlook is Outlook.FAIL:
            failure = (EXCEED_TOLERATED_FAILURE_THRESHOLD, THRESHOLD_EXCEEDED)
            return self.patience.until_journaled(partial(self._endings.fail, live.run, live.writer, failure))
        return None

    def _forget(self, run_id: int) -> None:
        self._live.pop(run_id, None)

    def _close(self, run: MapRun) -> None:
        live = self._live.pop(run.id, None)
        writer = WriteResults()
        if live:
            with live.lock:
                live.is_closed, writer = True, live.writer
        self.workers.submit(partial(self._endings.stop_and_write, run, writer))
