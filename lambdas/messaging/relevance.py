"""Is a message still wanted when it is due? Its load is live, its recipient is assigned, and it is not done.

`load` is messaging's own projection of the load (`projection.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from lambdas.messaging.snapshot import Snapshot
    from schemas.messaging.recipients import Recipient

OVER = frozenset({"CANCELLED", "CLOSED"})


def needless(snapshot: Snapshot) -> str | None:
    """Why the message need not go out, such as `load_cancelled`; None while it is wanted.

    A message about no load, one that a person wrote, and an automatic answer are always wanted.
    """
    message, load = snapshot.message, snapshot.load
    if message.load_id is None or message.author == "human" or message.handling.scope == "answer":
        return None
    if load is None:
        return "load_unknown"
    if load.get("status") in OVER:
        return f"load_{str(load['status']).lower()}"
    if not is_assigned(message.recipient, load):
        return f"{message.recipient.role}_unassigned"
    return _done(message.handling.obsolete_after, message.stop, load)


def is_assigned(recipient: Recipient, load: Mapping[str, Any]) -> bool:
    """Whether the driver or dispatcher of the message is still the load's; other roles are not assigned."""
    if recipient.role not in ("driver", "dispatcher"):
        return True
    assigned = load.get(recipient.role) or {}
    same_phone = recipient.phone is not None and assigned.get("phone") == recipient.phone
    same_email = recipient.email is not None and assigned.get("email") == recipient.email
    return same_phone or same_email


def _done(milestone: str | None, stop: int | None, load: Mapping[str, Any]) -> str | None:
    """Nothing but what asks for the proof of delivery goes out after delivery."""
    if milestone is None:
        return None
    if milestone == "pod_received":
        return "pod_received" if load.get("pod_received_at") else None
    if load.get("delivered_at"):
        return "delivered"
    if milestone in ("arrived", "departed"):
        return _passed(milestone, stop, load)
    return None


def _passed(milestone: str, stop: int | None, load: Mapping[str, Any]) -> str | None:
    """A stop that was departed from was arrived at, and so was every stop before a later one."""
    for seen in load.get("stops", ()):
        if stop is not None and seen["sequence"] < stop:
            continue
        departed = bool(seen.get("departed_at"))
        arrived = departed or bool(seen.get("arrived_at"))
        is_later = stop is not None and seen["sequence"] > stop
        if arrived if milestone == "arrived" or is_later else departed:
            return milestone
    return None
