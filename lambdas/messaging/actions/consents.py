"""The consent ledger as staff see it, and what they record in it that came another way than by text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lambdas.messaging.actions.checked import checked_number
from lambdas.messaging.actions.facts import Fact, write_without_message
from lambdas.messaging.repository import run
from schemas.messaging.consents import ConsentList, ConsentView

if TYPE_CHECKING:
    from lambdas.shared.api.call import Call
    from schemas.messaging.consents import RecordConsent


def ledger_of(call: Call, address: str) -> ConsentList:
    """All entries of an address in the caller's workspace, the newest first."""
    address = address.lower()
    rows = run(call.dependencies.database, "read_consents", workspace_id=call.workspace_id, address=address)
    return ConsentList(address=address, consents=tuple(ConsentView.model_validate(row) for row in rows))


def record_consent(call: Call, body: RecordConsent) -> ConsentList:
    """Append an entry; nothing is ever changed. Raises InvalidRequest for a number that takes no texts."""
    address = body.address.lower() if "@" in body.address else checked_number(body.address).e164
    entry: dict[str, Any] = {
        "consent_id": call.dependencies.new_id(),
        "address": address,
        "kind": body.kind,
        "scope": body.scope,
        "channel": "staff",
        "source_text": body.source_text,
        "evidence": body.evidence,
        "recorded_by": call.caller.subject,
        "at": call.now,
    }
    write_without_message(call.dependencies, call.workspace_id, Fact(consent=entry), call.now)
    return ledger_of(call, address)
