"""What a map run answers when it is over, and what becomes of its results and of the children left."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from local.engine.asl.errors import RUNTIME, StateError
from local.engine.clock import Clock
from local.engine.core.moving import PAYLOAD_LIMIT
from local.engine.driver.driver import Driver
from local.engine.driver.outside import MapRunAnswer
from local.engine.driver.patience import Patience
from local.engine.driver.workers import Workers
from local.engine.integrations.objects import Objects
from local.engine.map_runs.live import LiveMapRun
from local.engine.map_runs.plan import WriteResults
from local.engine.map_runs.results import aggregated, written_output
from local.engine.map_runs.writing import write_results
from local.engine.stimuli import MapRunFailed, MapRunSucceeded, Stopped
from local.engine.store.map_items import MapItems
from local.engine.store.map_runs import MapRun, MapRuns

_log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Endings:
    """`forget` is told of a map run that is over, before its children are stopped."""

    map_runs: MapRuns
    map_items: MapItems
    driver: Driver
    objects: Objects
    clock: Clock
    workers: Workers
    patience: Patience
    forget: Callable[[int], None]

    def succeed(self, live: LiveMapRun) -> MapRunAnswer:
        run, written = live.run, 0
        try:
            written = self._written(run, live.writer)
        except StateError as problem:
            return self.fail(run, WriteResults(), (problem.error, problem.cause))
        self.map_runs.end(run, self.clock.now(), None, written)
        self.forget(run.id)
        return self._succeeded(run, live.writer)

    def fail(self, run: MapRun, writer: WriteResults, failure: tuple[str, str]) -> MapRunAnswer:
        """Results are written of a failed map run too, once its children are stopped."""
        self.map_runs.end(run, self.clock.now(), failure)
        self.forget(run.id)
        if writer.bucket is None:
            self.workers.submit(partial(self._stop_children, run.id))
        else:
            self.stop_and_write(run, writer)
        return MapRunFailed(run.task_id, *failure)

    def answer(self, run: MapRun, writer: WriteResults) -> MapRunAnswer | None:
        """What an ended map run answers; its parent may not have heard of it before a crash."""
        if run.status == "SUCCEEDED":
            return self._succeeded(run, writer)
        if run.status == "FAILED":
            return self.fail(run, writer, (run.error or RUNTIME, run.cause or ""))
        return None

    def stop_and_write(self, run: MapRun, writer: WriteResults) -> None:
        self._stop_children(run.id)
        try:
            self.patience.until_journaled(partial(self._written, run, writer))
        except StateError as problem:
            _log.warning("map_run.results_not_written map_run=%s %s", run.arn, problem.cause)

    def _succeeded(self, run: MapRun, writer: WriteResults) -> MapRunAnswer:
        """The children's outputs as one; those that no payload holds are not even fetched."""
        if writer.bucket is not None:
            return MapRunSucceeded(run.task_id, written_output(run.arn, writer))
        if self.map_items.size_of_results(run.id) > PAYLOAD_LIMIT:
            return MapRunSucceeded(run.task_id, None)
        return MapRunSucceeded(run.task_id, aggregated(self.map_items.results(run.id), writer))

    def _written(self, run: MapRun, writer: WriteResults) -> int:
        if writer.bucket is None:
            return 0
        return write_results(run.arn, writer, self.map_items.results(run.id), self.objects)

    def _stop_children(self, run_id: int) -> None:
        children = self.patience.until_journaled(partial(self.map_items.children_left_running, run_id))
        for child_id in children:
            self.driver.deliver(child_id, Stopped())
