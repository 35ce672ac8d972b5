"""What a provider says became of a send: merged by rank, whatever order and number its receipts come in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from lambdas.messaging import events
from lambdas.messaging.actions.facts import Fact, write_fact
from lambdas.messaging.errors import ReceiptUnknown
from lambdas.messaging.receipts import Receipt, Receipts, merged
from lambdas.messaging.repository import read_message, run
from lambdas.shared.events import Cause, published_event
from schemas.messaging.tasks.visit import Step

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from lambdas.messaging.snapshot import Delivery, Snapshot
    from lambdas.shared.wiring import Dependencies


class Reported(NamedTuple):
    """A receipt as it came. `receipt_id` is the same for a repetition; the ids say which send it is of."""

    receipt_id: str
    provider_message_id: str
    receipt: Receipt
    delivery_id: UUID | None = None


def record_receipt(dependencies: Dependencies, reported: Reported) -> None:
    """Keep a receipt and answer the run that waits for it. The same again changes nothing.

    Raises ReceiptUnknown for one of no send: the queue tries again, then keeps it for a person.
    """
    now = dependencies.clock()
    row = find_send(dependencies, reported.receipt_id, reported.provider_message_id, reported.delivery_id)
    if row["repeated"]:
        return

    def look() -> Snapshot:
        message = read_message(dependencies, row["workspace_id"], row["message_id"])
        assert message is not None
        return message.snapshot

    write_fact(dependencies, look, lambda snapshot: fact_of(snapshot, row["delivery_id"], reported, now), now)


def find_send(
    dependencies: Dependencies, report_id: str, provider_message_id: str, delivery_id: UUID | None
) -> dict[str, Any]:
    """The row of the send that a provider reports on (`sql/find_delivery.sql`); raises ReceiptUnknown."""
    found = run(
        dependencies.database,
        "find_delivery",
        delivery_id=delivery_id,
        provider_message_id=provider_message_id,
        receipt_id=report_id,
    )
    if not found:
        raise ReceiptUnknown(provider_message_id)
    return found[0]


def fact_of(snapshot: Snapshot, delivery_id: UUID, reported: Reported, now: datetime) -> Fact:
    """What a receipt changes: its send by rank, and the message if that send is its present one."""
    delivery = next(sent for sent in snapshot.deliveries if sent.delivery_id == delivery_id)
    known = merged(_known(delivery), reported.receipt)
    row = _row(delivery, reported, known)
    if delivery != snapshot.last or snapshot.message.ended or not delivery.is_open:
        return Fact(receipt=row)
    if known.outcome == "DELIVERED":
        return _delivered(snapshot, delivery, row, reported, now)
    if known.outcome == "FAILED" and known.is_final:
        return Fact(receipt=row, step=_step(snapshot, Step(next="SENDING")))
    return Fact(receipt=row)


def _known(delivery: Delivery) -> Receipts:
    if delivery.status == "CLAIMED":
        return Receipts()
    return Receipts(delivery.status, delivery.final, delivery.error, delivery.failed_at)


def _delivered(
    snapshot: Snapshot, delivery: Delivery, row: dict[str, Any], reported: Reported, now: datetime
) -> Fact:
    message = snapshot.message
    cause = Cause(reported.receipt_id, message.workspace_id, message.correlation_id, now)
    said = (published_event(cause, events.message_delivered(message, delivery)),)
    if not message.handling.expects_reply:
        step = _step(snapshot, Step(next="DELIVERED"))
        return Fact(status="DELIVERED", receipt=row, step=step, events=said)
    seconds = message.handling.reply_seconds
    step = _step(snapshot, Step(next="AWAITING_REPLY", seconds=seconds))
    due = now + timedelta(seconds=seconds)
    return Fact(reply_due_at=due, receipt=row, step=step, events=said)


def _step(snapshot: Snapshot, step: Step) -> Step | None:
    return step if snapshot.message.waiting_state == "SENDING" else None


def _row(delivery: Delivery, reported: Reported, known: Receipts) -> dict[str, Any]:
    return {
        "receipt_id": reported.receipt_id,
        "delivery_id": delivery.delivery_id,
        "provider_message_id": reported.provider_message_id,
        "status": reported.receipt.outcome,
        "occurred_at": reported.receipt.at,
        "detail": reported.receipt.error,
        "becomes": known.outcome,
        "final": known.is_final,
        "error": known.error,
        "failed_at": known.failed_at,
    }
