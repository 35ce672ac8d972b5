"""Somebody reports an e-mail of ours as unwanted: an opt-out, as binding as if it had been written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from lambdas.messaging.actions.facts import Fact, write_without_message
from lambdas.messaging.actions.receipts import find_send
from lambdas.messaging.consent import ALL
from lambdas.messaging.identifiers import consent_id_of, text_id_of
from lambdas.messaging.repository import read_message

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from lambdas.shared.wiring import Dependencies


class Complained(NamedTuple):
    """A complaint as it came. `complaint_id` is the same for a repetition; `feedback` is why, where told."""

    complaint_id: str
    provider_message_id: str
    at: datetime
    feedback: str
    delivery_id: UUID | None = None


def record_complaint(dependencies: Dependencies, complained: Complained) -> None:
    """Append the opt-out of whom the send went to. The same again changes nothing.

    Raises ReceiptUnknown for a complaint about no send: the queue tries again, then keeps it for a person.
    """
    row = find_send(
        dependencies, complained.complaint_id, complained.provider_message_id, complained.delivery_id
    )
    workspace_id: str = row["workspace_id"]
    message = read_message(dependencies, workspace_id, row["message_id"])
    assert message is not None
    entry = _entry(complained, workspace_id, message.snapshot.message.recipient.email)
    write_without_message(dependencies, workspace_id, Fact(consent=entry), dependencies.clock())


def _entry(complained: Complained, workspace_id: str, address: str | None) -> dict[str, Any]:
    return {
        "consent_id": consent_id_of(text_id_of("complaint", complained.complaint_id), workspace_id),
        "address": address,
        "kind": "revoked",
        "scope": ALL,
        "channel": "email",
        "source_text": f"complaint: {complained.feedback}",
        "evidence": f"complaint {complained.complaint_id}",
        "recorded_by": address,
        "at": complained.at,
    }
