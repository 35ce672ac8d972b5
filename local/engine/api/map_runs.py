"""Map runs: describe, list, update."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from local.engine.api.arns import checked_map_run_arn
from local.engine.api.errors import ApiError, ErrorName
from local.engine.api.executions import execution_of
from local.engine.api.pages import epoch, moment_in, page_size, paged, position_in, present, token_of
from local.engine.store.map_runs import MapRun, MapRunPage, Tally

if TYPE_CHECKING:
    from local.engine.engine import Engine

_COUNTED = {"SUCCEEDED": "succeeded", "FAILED": "failed", "TIMED_OUT": "timedOut", "ABORTED": "aborted"}
_LIMITS = {
    "maxConcurrency": "max_concurrency",
    "toleratedFailureCount": "tolerated_count",
    "toleratedFailurePercentage": "tolerated_percentage",
}


def describe(engine: "Engine", request: dict[str, Any]) -> dict[str, Any]:
    run = map_run_of(engine, request["mapRunArn"])
    execution = engine.map_runs.parent(run.execution_id)
    tallies = [*engine.map_runs.tallies(run.id), *_express(engine, run)]
    return present(
        mapRunArn=run.arn,
        executionArn=execution.arn if execution else None,
        status=run.status,
        startDate=epoch(run.started_at),
        stopDate=epoch(run.stopped_at),
        maxConcurrency=run.max_concurrency,
        toleratedFailurePercentage=run.tolerated_percentage or 0.0,
        toleratedFailureCount=run.tolerated_count or 0,
        itemCounts=_counts([(tally, tally.items) for tally in tallies], run),
        executionCounts=_counts([(tally, tally.executions) for tally in tallies], run),
        redriveCount=run.redrive_count,
        redriveDate=epoch(run.redriven_at),
    )


def list_all(engine: "Engine", request: dict[str, Any]) -> dict[str, Any]:
    """Those of an execution, newest first."""
    execution = execution_of(engine, request["executionArn"])
    limit = page_size(request)
    position = position_in(request, (str, int))
    after = (moment_in(position[0]), position[1]) if position else None
    runs = engine.map_runs.page(MapRunPage(execution.id, limit + 1, after))
    return paged(
        "mapRuns",
        runs,
        limit,
        lambda run: _listed(run, execution.arn),
        lambda last: token_of(last.started_at.isoformat(), last.id),
    )


def update(engine: "Engine", request: dict[str, Any]) -> dict[str, Any]:
    """Children under way go on; UpdateMapRun changes what is started from now on."""
    run = map_run_of(engine, request["mapRunArn"])
    changes = {column: request[name] for name, column in _LIMITS.items() if name in request}
    updated = engine.map_runs.update(run.arn, changes)
    assert updated is not None
    engine.map_running.update(updated)
    return {}


def map_run_of(engine: "Engine", arn: str) -> MapRun:
    """Raises InvalidArn, ResourceNotFound."""
    run = engine.map_runs.by_arn(checked_map_run_arn(arn))
    if run is None:
        raise ApiError(ErrorName.RESOURCE_NOT_FOUND, f"Resource not found: '{arn}'")
    return run


def _express(engine: "Engine", run: MapRun) -> Sequence[Tally]:
    """Express children under way, taken from those that no row shows as started."""
    items = engine.map_running.running_express_children(run.id)
    running = Tally("RUNNING", len(items), sum(items), awaits_redrive=False)
    return [running, Tally("PENDING", -len(items), -sum(items), awaits_redrive=False)] if items else []


def _counts(tallies: Sequence[tuple[Tally, int]], run: MapRun) -> dict[str, int]:
    """A child of an ended map run that was never started stays pending."""
    counts = dict.fromkeys(("pending", "running", *_COUNTED.values(), "total", "pendingRedrive"), 0)
    for tally, count in tallies:
        name = _COUNTED.get(tally.status, tally.status.lower())
        counts["pendingRedrive" if tally.awaits_redrive else name] += count
        counts["total"] += count
    return {**counts, "resultsWritten": run.results_written, "failuresNotRedrivable": 0}


def _listed(run: MapRun, execution_arn: str) -> dict[str, Any]:
    return present(
        executionArn=execution_arn,
        mapRunArn=run.arn,
        stateMachineArn=run.machine_arn,
        startDate=epoch(run.started_at),
        stopDate=epoch(run.stopped_at),
    )
