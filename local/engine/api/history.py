"""GetExecutionHistory: the events in AWS's shape."""

from typing import TYPE_CHECKING, Any

from local.engine.api.executions import execution_of
from local.engine.api.model import details_members
from local.engine.api.pages import epoch, page_size, paged, position_in, token_of
from local.engine.commands import Event
from local.engine.execution_data import without_execution_data
from local.engine.store.executions import HistoryPage

if TYPE_CHECKING:
    from local.engine.engine import Engine


def history(engine: "Engine", request: dict[str, Any]) -> dict[str, Any]:
    execution = execution_of(engine, request["executionArn"])
    limit = page_size(request)
    position = position_in(request, (int,))
    page = HistoryPage(
        execution.id, limit + 1, bool(request.get("reverseOrder")), position[0] if position else None
    )
    with_data = request.get("includeExecutionData", True)
    return paged(
        "events",
        engine.executions.history(page),
        limit,
        lambda event: shown_event(event, with_data=with_data),
        lambda event: token_of(event.id),
    )


def shown_event(event: Event, *, with_data: bool = True) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "timestamp": epoch(event.timestamp),
        "type": event.type,
        "id": event.id,
        "previousEventId": event.previous_id,
    }
    member = details_member(event.type)
    if member in details_members():
        shown[member] = (
            dict(event.details) if with_data else without_execution_data(event.details, with_parameters=True)
        )
    return shown


def details_member(event_type: str) -> str:
    """`TaskStateEntered` → `stateEnteredEventDetails`, `TaskFailed` → `taskFailedEventDetails`."""
    if event_type.endswith("StateEntered"):
        return "stateEnteredEventDetails"
    if event_type.endswith("StateExited"):
        return "stateExitedEventDetails"
    return f"{event_type[:1].lower()}{event_type[1:]}EventDetails"
