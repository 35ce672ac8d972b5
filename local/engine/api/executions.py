"""Executions: start, describe, list, stop."""

from concurrent.futures import Future
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from local.engine.api.arns import checked_execution_arn, checked_map_run_arn, machine_reference
from local.engine.api.errors import ApiError, ErrorName, type_not_supported
from local.engine.api.machines import machine_of
from local.engine.api.pages import epoch, moment_in, page_size, paged, position_in, present, token_of
from local.engine.launching import Launched, StartRequest
from local.engine.redrivability import redrive_status
from local.engine.retention import REMEMBERED, is_forgotten
from local.engine.stimuli import Stopped
from local.engine.store.executions import Execution, ExecutionFilter
from local.engine.store.journal import EndedRun

if TYPE_CHECKING:
    from local.engine.engine import Engine

_LONGEST_WAIT_SECONDS = 330.0  # an Express execution has five minutes; the rest is for its end to be told


def start(engine: "Engine", request: dict[str, Any]) -> dict[str, Any]:
    launched = engine.launching.start(_start_request(request))
    return {"executionArn": launched.execution_arn, "startDate": epoch(launched.start_time)}


def start_sync(engine: "Engine", request: dict[str, Any]) -> dict[str, Any]:
    """Waits for the end of an Express execution, five minutes at most."""
    if engine.launching.machine_type(request["stateMachineArn"]) != "EXPRESS":
        raise type_not_supported()
    end: Future[EndedRun] = Future()

    def wait_for_end(launched: Launched) -> None:
        engine.world.when_ended(launched.execution_id, end.set_result)

    engine.launching.start(_start_request(request), wait_for_end)
    engine.settle(0)
    return present(
        **_ended_express(end.result(_LONGEST_WAIT_SECONDS)), traceHeader=request.get("traceHeader")
    )


def describe(engine: "Engine", request: dict[str, Any]) -> dict[str, Any]:
    execution = execution_of(engine, request["executionArn"])
    output, error, cause = execution.result or (None, None, None)
    status, reason = redrivable(execution, engine.clock.now())
    return present(
        executionArn=execution.arn,
        stateMachineArn=execution.machine_arn,
        name=execution.name,
        status=execution.status,
        startDate=epoch(execution.started_at),
        stopDate=epoch(execution.stopped_at),
        input=execution.input,
        inputDetails={"included": True},
        output=output,
        outputDetails={"included": True} if output is not None else None,
        traceHeader=execution.trace_header,
        mapRunArn=execution.map_run_arn,
        error=error,
        cause=cause,
        stateMachineVersionArn=execution.version_arn,
        stateMachineAliasArn=execution.alias_arn,
        redriveCount=execution.redrive_count,
        redriveDate=epoch(execution.redriven_at),
        redriveStatus=status,
        redriveStatusReason=reason,
    )


def list_all(engine: "Engine", request: dict[str, Any]) -> dict[str, Any]:
    """Newest first; those of a machine, version or alias, or those of a map run."""
    if ("stateMachineArn" in request) is ("mapRunArn" in request):
        raise ApiError(ErrorName.VALIDATION, "Must provide a StateMachine ARN or a MapRun ARN")
    if "mapRunArn" not in request and request.get("statusFilter") == "PENDING_REDRIVE":
        raise ApiError(ErrorName.VALIDATION, "Status filter PENDING_REDRIVE needs a MapRun ARN")
    limit = page_size(request)
    executions = engine.executions.page(_filter(engine, request, limit))
    map_run_arn = request.get("mapRunArn")
    return paged(
        "executions",
        executions,
        limit,
        lambda execution: _listed(execution, map_run_arn),
        lambda last: token_of(last.started_at.isoformat(), last.id),
    )


def stop(engine: "Engine", request: dict[str, Any]) -> dict[str, Any]:
    """Stopping an execution that has ended changes nothing."""
    execution = execution_of(engine, request["executionArn"])
    if execution.status == "RUNNING":
        engine.driver.deliver(execution.id, Stopped(request.get("error"), request.get("cause")))
        execution = execution_of(engine, execution.arn)
    return {"stopDate": epoch(execution.stopped_at)}


def redrivable(execution: Execution, now: datetime) -> tuple[str, str | None]:
    """`redriveStatus` and its reason."""
    status, reason = redrive_status(
        execution.status, execution.started_at, execution.stopped_at, execution.event_count, now
    )
    if status == "REDRIVABLE" and execution.map_run_id is not None:
        return "REDRIVABLE_BY_MAP_RUN", "Execution is redriven with its map run: redrive the parent execution"
    return status, reason


def execution_of(engine: "Engine", arn: str) -> Execution:
    """Raises InvalidArn, ExecutionDoesNotExist."""
    execution = engine.executions.by_arn(checked_execution_arn(arn))
    if execution is None or is_forgotten(execution, engine.clock.now()):
        raise ApiError(ErrorName.EXECUTION_DOES_NOT_EXIST, f"Execution Does Not Exist: '{arn}'")
    return execution


def _start_request(request: dict[str, Any]) -> StartRequest:
    return StartRequest(
        request["stateMachineArn"],
        request.get("input", "{}"),
        request.get("name"),
        request.get("traceHeader"),
    )


def _filter(engine: "Engine", request: dict[str, Any], limit: int) -> ExecutionFilter:
    column, value = _chosen(engine, request)
    position = position_in(request, (str, int))
    redriven = {"REDRIVEN": True, "NOT_REDRIVEN": False}.get(request.get("redriveFilter", ""))
    return ExecutionFilter(
        column,
        value,
        request.get("statusFilter"),
        redriven,
        (moment_in(position[0]), position[1]) if position else None,
        limit + 1,
        engine.clock.now() - REMEMBERED,
    )


def _chosen(engine: "Engine", request: dict[str, Any]) -> tuple[str, str | int]:
    """The column to look into, and for what."""
    if "mapRunArn" in request:
        return "map_run_id", _map_run_id(engine, request["mapRunArn"])
    reference = machine_reference(request["stateMachineArn"])
    if machine_of(engine, reference.machine_arn).type == "EXPRESS":
        raise type_not_supported()
    if not reference.qualifier:
        return "machine_arn", reference.arn
    return "version_arn" if reference.version is not None else "alias_arn", reference.arn


def _map_run_id(engine: "Engine", arn: str) -> int:
    run = engine.map_runs.by_arn(checked_map_run_arn(arn))
    if run is None:
        raise ApiError(ErrorName.RESOURCE_NOT_FOUND, f"Resource not found: '{arn}'")
    return run.id


def _listed(execution: Execution, map_run_arn: str | None) -> dict[str, Any]:
    return present(
        executionArn=execution.arn,
        stateMachineArn=execution.machine_arn,
        name=execution.name,
        status=execution.status,
        startDate=epoch(execution.started_at),
        stopDate=epoch(execution.stopped_at),
        mapRunArn=map_run_arn,
        itemCount=execution.item_count,
        stateMachineVersionArn=execution.version_arn,
        stateMachineAliasArn=execution.alias_arn,
        redriveCount=execution.redrive_count,
        redriveDate=epoch(execution.redriven_at),
    )


def _ended_express(ended: EndedRun) -> dict[str, Any]:
    info = ended.info
    return present(
        executionArn=info.execution_arn,
        stateMachineArn=info.state_machine_arn,
        name=info.name,
        startDate=epoch(info.start_time),
        stopDate=epoch(ended.stopped_at),
        status=ended.status.value,
        error=ended.error,
        cause=ended.cause,
        input=info.input,
        inputDetails={"included": True},
        output=ended.output,
        outputDetails={"included": True} if ended.output is not None else None,
        billingDetails={"billedMemoryUsedInMB": 64, "billedDurationInMilliseconds": _billed(ended)},
    )


def _billed(ended: EndedRun) -> int:
    """Rounded up to 100 ms, as Express executions are billed."""
    assert ended.stopped_at is not None
    milliseconds = (ended.stopped_at - ended.info.start_time) // timedelta(milliseconds=1)
    return -(-milliseconds // 100) * 100
