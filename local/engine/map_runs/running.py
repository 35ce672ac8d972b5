"""Runs the children of distributed Maps.

A map run is a row, its items are rows, its children are executions: what is under way is counted anew from
them when the engine takes a run up again, so that nothing is started twice and nothing is left out.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from uuid import NAMESPACE_URL, uuid4, uuid5

from local.engine.asl.errors import (
    EXCEED_TOLERATED_FAILURE_THRESHOLD,
    RUNTIME,
    THRESHOLD_EXCEEDED,
    StateError,
)
from local.engine.clock import Clock
from local.engine.commands import (
    ExecutionInfo,
    MapRunFailed,
    MapRunSucceeded,
    Redriven,
    RunStatus,
    StartMapRun,
    Stopped,
)
from local.engine.core.moving import PAYLOAD_LIMIT
from local.engine.driver.driver import Driver
from local.engine.driver.outside import MapRunAnswer
from local.engine.driver.patience import Patience
from local.engine.driver.workers import Workers
from local.engine.integrations.objects import Objects
from local.engine.map_runs.inputs import child_inputs
from local.engine.map_runs.live import Limits, LiveMapRun, Outlook
from local.engine.map_runs.plan import MapRunPlan, WriteResults
from local.engine.map_runs.reading import read_items
from local.engine.map_runs.results import aggregated, written_output
from local.engine.map_runs.writing import write_results
from local.engine.store.journal import EndedRun, MapChild, NewExecution, Parent, ParentForm, is_express
from local.engine.store.map_runs import MapRun, MapRuns, NewMapRun, NextChild, ParentExecution
from local.engine.store.routed_journal import RoutedJournal

_log = logging.getLogger(__name__)
_LAUNCHERS = 4
_LAUNCHES_AT_A_TIME = 50
_FETCHED_AT_A_TIME = 200
_NOT_IN_EXPRESS = "A Map state in DISTRIBUTED mode runs in STANDARD state machines only"


@dataclass(eq=False)
class MapRunning:
    map_runs: MapRuns
    journal: RoutedJournal
    driver: Driver
    objects: Objects
    clock: Clock
    workers: Workers
    patience: Patience
    _live: dict[int, LiveMapRun] = field(default_factory=dict)

    def open(self) -> None:
        """Ends what map runs left behind whose end a former engine could not carry out."""
        self.map_runs.abort_without_parent(self.clock.now())
        for child_id in self.map_runs.children_left_running():
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
            self.patience.until_journaled(partial(self.map_runs.record_express, ended))
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
            return self._answer(run, start.plan.writer)
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
            self.map_runs.put_items(run.id, child_inputs(plan, items))
        except StateError as problem:
            self.map_runs.end(run, self.clock.now(), (problem.error, problem.cause))
        return self._again(run)

    def _taken_up(self, run: MapRun, parent: ParentExecution, plan: MapRunPlan) -> LiveMapRun:
        live = LiveMapRun.of(run, parent, plan)
        with live.lock:
            self._live[run.id] = live
            live.count(self.map_runs.progress(run))
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
                self._start_launchers(live)
        if outlook is Outlook.SUCCEED:
            return self.patience.until_journaled(partial(self._succeed, live))
        if outlook is Outlook.FAIL:
            failure = (EXCEED_TOLERATED_FAILURE_THRESHOLD, THRESHOLD_EXCEEDED)
            return self.patience.until_journaled(partial(self._fail, live.run, live.writer, failure))
        return None

    def _start_launchers(self, live: LiveMapRun) -> None:
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
            found = self.map_runs.awaiting_redrive(live.run.id, live.redriven_up_to, _FETCHED_AT_A_TIME)
            live.waiting.extend(found)
            live.redriven_up_to = found[-1].index if found else live.redriven_up_to
        if not live.waiting:
            found = self.map_runs.pending(live.run.id, live.started_up_to, _FETCHED_AT_A_TIME)
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

    def _succeed(self, live: LiveMapRun) -> MapRunAnswer:
        run, written = live.run, 0
        try:
            written = self._written(run, live.writer)
        except StateError as problem:
            return self._fail(run, WriteResults(), (problem.error, problem.cause))
        self.map_runs.end(run, self.clock.now(), None, written)
        self._live.pop(run.id, None)
        return self._succeeded(run, live.writer)

    def _fail(self, run: MapRun, writer: WriteResults, failure: tuple[str, str]) -> MapRunAnswer:
        """Results are written of a failed map run too, once its children are stopped."""
        self.map_runs.end(run, self.clock.now(), failure)
        self._live.pop(run.id, None)
        if writer.bucket is None:
            self.workers.submit(partial(self._stop_children, run.id))
        else:
            self._stop_and_write(run, writer)
        return MapRunFailed(run.task_id, *failure)

    def _answer(self, run: MapRun, writer: WriteResults) -> MapRunAnswer | None:
        """What an ended map run answers; its parent may not have heard of it before a crash."""
        if run.status == "SUCCEEDED":
            return self._succeeded(run, writer)
        if run.status == "FAILED":
            return self._fail(run, writer, (run.error or RUNTIME, run.cause or ""))
        return None

    def _succeeded(self, run: MapRun, writer: WriteResults) -> MapRunAnswer:
        """The children's outputs as one; those that no payload holds are not even fetched."""
        if writer.bucket is not None:
            return MapRunSucceeded(run.task_id, written_output(run.arn, writer))
        if self.map_runs.size_of_results(run.id) > PAYLOAD_LIMIT:
            return MapRunSucceeded(run.task_id, None)
        return MapRunSucceeded(run.task_id, aggregated(self.map_runs.results(run), writer))

    def _close(self, run: MapRun) -> None:
        live = self._live.pop(run.id, None)
        writer = WriteResults()
        if live:
            with live.lock:
                live.is_closed, writer = True, live.writer
        self.workers.submit(partial(self._stop_and_write, run, writer))

    def _stop_and_write(self, run: MapRun, writer: WriteResults) -> None:
        self._stop_children(run.id)
        try:
            self.patience.until_journaled(partial(self._written, run, writer))
        except StateError as problem:
            _log.warning("map_run.results_not_written map_run=%s %s", run.arn, problem.cause)

    def _written(self, run: MapRun, writer: WriteResults) -> int:
        if writer.bucket is None:
            return 0
        return write_results(run.arn, writer, self.map_runs.results(run), self.objects)

    def _stop_children(self, run_id: int) -> None:
        children = self.patience.until_journaled(partial(self.map_runs.children_left_running, run_id))
        for child_id in children:
            self.driver.deliver(child_id, Stopped())
