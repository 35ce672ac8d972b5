"""Nothing of one workspace is in another."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from local.simulator.booking.seen import Seen
from local.simulator.desk import Answer, Request

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
REFUSED_FROM = 400


def rows_apart(seen: Seen) -> Iterator[str]:
    """Every row and every event of a load is its workspace's."""
    rows, workspace_id = seen.rows, seen.rows.load["workspace_id"]
    for kind in ("posts", "offers", "bookings", "documents", "answers"):
        if any(row["workspace_id"] != workspace_id for row in getattr(rows, kind)):
            yield f"{kind} of a load of {workspace_id} are another workspace's"
    for detail in seen.published:
        if detail["metadata"]["workspace_id"] != workspace_id:
            yield f"{detail['name']} of a load of {workspace_id} was told to another workspace"


def answers_apart(request: Request, answer: Answer, owners: Mapping[str, str], text: str) -> Iterator[str]:
    """No request gets hold of what another workspace owns; `owners` are the workspaces by id."""
    workspace_id = request.caller.workspace_id
    named = {owners.get(found, workspace_id) for found in UUID.findall(request.path)}
    if answer.status < REFUSED_FROM and named - {workspace_id}:
        yield f"{request.caller.name} was answered {answer.status} to {request.method} {request.path}"
    if answer.status < REFUSED_FROM:
        shown = {owners.get(found, workspace_id) for found in UUID.findall(text)}
        if shown - {workspace_id}:
            yield f"{request.caller.name} was shown what others own: {sorted(shown - {workspace_id})}"


def owners_of(seen: Seen) -> dict[str, Any]:
    """The ids of a load and of its rows, with their workspace."""
    rows = seen.rows
    ids = [rows.load["load_id"]]
    ids += [post["post_id"] for post in rows.posts]
    ids += [offer["offer_id"] for offer in rows.offers]
    ids += [booking["booking_id"] for booking in rows.bookings]
    return dict.fromkeys(ids, rows.load["workspace_id"])
