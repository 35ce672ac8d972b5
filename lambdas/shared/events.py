"""Events on the bus: their derived ids, and a PutEvents that leaves nothing out silently."""

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from pydantic import BaseModel

from lambdas.shared.aws import aws_error_code, is_aws_error
from lambdas.shared.errors import EventsNotAccepted, EventTooLarge
from lambdas.shared.ids import event_id
from lambdas.shared.json_text import json_text

MAXIMUM_ENTRIES = 10
MAXIMUM_BYTES = 256 * 1024
TRIES = 4
FIRST_PAUSE_SECONDS = 0.05

Sleep = Callable[[float], None]


class PublishedEvent(NamedTuple):
    """An event as it stands in the outbox; `detail` is the envelope of metadata and data, as JSON."""

    event_id: UUID
    workspace_id: str
    load_id: UUID | None
    detail_type: str
    detail: dict[str, Any]


class Cause(NamedTuple):
    """What events come from: `key` is a task key, or an API write's idempotency key or row and version."""

    key: str
    workspace_id: str
    correlation_id: str
    occurred_at: datetime
    causation_id: str | None = None


def published_event(cause: Cause, data: BaseModel, number: int = 0) -> PublishedEvent:
    """Put `data` into its envelope; its class is the detail-type, `number` tells apart several of a cause."""
    detail_type = type(data).__name__
    identifier = event_id(cause.key, detail_type, number)
    metadata = {
        "id": str(identifier),
        "version": 1,
        "occurred_at": cause.occurred_at.isoformat(),
        "workspace_id": cause.workspace_id,
        "correlation_id": cause.correlation_id,
        "causation_id": cause.causation_id,
    }
    return PublishedEvent(
        event_id=identifier,
        workspace_id=cause.workspace_id,
        load_id=getattr(data, "load_id", None),
        detail_type=detail_type,
        detail={"metadata": metadata, "data": data.model_dump(mode="json")},
    )


def outbox_rows(events: Sequence[PublishedEvent]) -> list[dict[str, Any]]:
    """Return the events for a statement's `jsonb_to_recordset(:events)`; wrap them in Json."""
    return [
        {
            "event_id": str(event.event_id),
            "workspace_id": event.workspace_id,
            "load_id": None if event.load_id is None else str(event.load_id),
            "detail_type": event.detail_type,
            "detail": event.detail,
        }
        for event in events
    ]


def event_of(row: dict[str, Any]) -> PublishedEvent:
    """Read an event back from a row (or a jsonb object) of the outbox."""
    load_id = row.get("load_id")
    return PublishedEvent(
        event_id=UUID(str(row["event_id"])),
        workspace_id=row["workspace_id"],
        load_id=None if load_id is None else UUID(str(load_id)),
        detail_type=row["detail_type"],
        detail=row["detail"],
    )


def put_events(
    client: Any,
    bus: str,
    source: str,
    events: Sequence[PublishedEvent],
    sleep: Sleep = time.sleep,
) -> None:
    """Put events in calls of at most 10 entries and 256 KB; failed entries again, with a growing pause.

    Raises EventsNotAccepted when some are not taken after four tries, EventTooLarge for one over 256 KB.
    """
    entries = [_entry(bus, source, event) for event in events]
    for batch in list(_batches(entries)):
        _put_batch(client, batch, sleep)


def _entry(bus: str, source: str, event: PublishedEvent) -> dict[str, str]:
    return {
        "EventBusName": bus,
        "Source": source,
        "DetailType": event.detail_type,
        "Detail": json_text(event.detail),
    }


def _batches(entries: list[dict[str, str]]) -> Iterator[list[dict[str, str]]]:
    batch: list[dict[str, str]] = []
    size = 0
    for entry in entries:
        entry_size = _size(entry)
        if batch and (len(batch) == MAXIMUM_ENTRIES or size + entry_size > MAXIMUM_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(entry)
        size += entry_size
    if batch:
        yield batch


def _size(entry: dict[str, str]) -> int:
    size = sum(len(entry[name].encode()) for name in ("Source", "DetailType", "Detail"))
    if size > MAXIMUM_BYTES:
        message = f"an event {entry['DetailType']} has {size} bytes, over {MAXIMUM_BYTES}: send less"
        raise EventTooLarge(message)
    return size


def _put_batch(client: Any, batch: list[dict[str, str]], sleep: Sleep) -> None:
    pause = FIRST_PAUSE_SECONDS
    for attempt in range(1, TRIES + 1):
        batch, codes = _put_once(client, batch)
        if not batch:
            return
        if attempt < TRIES:
            sleep(pause)
            pause *= 2
    reasons = ", ".join(sorted(codes))
    message = f"EventBridge did not take {len(batch)} events ({reasons}); the relay sends them again"
    raise EventsNotAccepted(message)


def _put_once(client: Any, batch: list[dict[str, str]]) -> tuple[list[dict[str, str]], set[str]]:
    """Return the entries that were not taken, and why."""
    try:
        answer = client.put_events(Entries=batch)
    except Exception as error:
        if not is_aws_error(error):
            raise
        return batch, {aws_error_code(error)}
    if not answer["FailedEntryCount"]:
        return [], set()
    failed = [
        (entry, result)
        for entry, result in zip(batch, answer["Entries"], strict=True)
        if "ErrorCode" in result
    ]
    return [entry for entry, _ in failed], {result["ErrorCode"] for _, result in failed}
