"""PUT of a load by its source: the newest version counts, whatever order the versions arrive in."""

import hashlib

from lambdas.booking import events
from lambdas.booking.identifiers import load_id_of
from lambdas.booking.negotiation import TERMS_FIELDS
from lambdas.booking.repository import PutResult, events_parameter, read_load, run
from lambdas.booking.rows import LoadRow
from lambdas.shared.api.call import Call
from lambdas.shared.events import event_of, published_event
from lambdas.shared.json_text import Json
from lambdas.shared.refusals import InvalidRequest, StateConflict
from lambdas.shared.settlement import announce
from schemas.booking.loads import PutLoad
from schemas.common import MAXIMUM_SAFE_INTEGER

NOT_STORED = {"external_id", "source_version"}


def put_load(call: Call, external_id: str, body: PutLoad) -> tuple[PutResult, LoadRow]:
    """Create or replace a load. The same content again changes nothing; an older version is only recorded.

    Raises InvalidRequest when the body names another id, StateConflict for one version with two contents
    and when no version is left.
    """
    if body.external_id not in (None, external_id):
        raise InvalidRequest(({"field": "external_id", "reason": "must be the one of the path, or absent"},))
    result = _write(call, external_id, body)
    if result.contradicts:
        raise StateConflict("This source_version was sent before with other content. Send a higher one.")
    if result.used_up:
        raise StateConflict("The stored source_version is the highest there is: no write can follow it.")
    announce(call.dependencies, result.events)
    load = read_load(
        call.dependencies.database, call.workspace_id, load_id_of(call.workspace_id, external_id)
    )
    if load is None:
        raise RuntimeError(f"load {external_id} is gone after it was written: read the database's log")
    return result, load


def _write(call: Call, external_id: str, body: PutLoad) -> PutResult:
    load_id = load_id_of(call.workspace_id, external_id)
    text = body.model_dump_json(exclude=NOT_STORED)
    version = body.source_version
    received = events.load_received(load_id, external_id, version, body)
    written_as = call.dependencies.new_id() if version is None else version
    event = published_event(call.cause(f"{load_id}/{written_as}", load_id), received)
    row = run(
        call.dependencies.database,
        "put_load",
        workspace_id=call.workspace_id,
        external_id=external_id,
        load_id=load_id,
        load_number=body.load_number,
        source_version=version,
        highest_version=MAXIMUM_SAFE_INTEGER,
        content_hash=hashlib.sha256(text.encode()).hexdigest(),
        document=Json(body.model_dump(mode="json", exclude=NOT_STORED)),
        terms_fields=list(TERMS_FIELDS),
        latest_pickup_at=body.latest_pickup_at,
        last_delivery_at=body.last_delivery_at,
        now=call.now,
        events=events_parameter((event,)),
    )[0]
    emitted = tuple(event_of(written) for written in row.pop("emitted"))
    return PutResult(**row, events=emitted)
