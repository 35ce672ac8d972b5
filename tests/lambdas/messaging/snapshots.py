"""Snapshots for tests: each builder takes only what the test cares about."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from lambdas.messaging.snapshot import Consent, Delivery, Message, Snapshot
from schemas.messaging.handling import Handling
from schemas.messaging.policy import MessagingPolicy
from schemas.messaging.recipients import Recipient

NOW = datetime(2027, 3, 10, 16, tzinfo=UTC)
DRIVER, MAILBOX = "+13175550123", "sam@roe.example"
MESSAGE = UUID(int=7)


def a_snapshot(
    *,
    load: dict[str, Any] | None = None,
    handling: dict[str, Any] | None = None,
    deliveries: tuple[Delivery, ...] = (),
    consents: tuple[Consent, ...] = (),
    policy: dict[str, Any] | None = None,
    held_by: str | None = None,
    recent_sends: int = 0,
    **columns: Any,
) -> Snapshot:
    message = Message(
        version="1",
        message_id=MESSAGE,
        workspace_id="acme",
        load_id=None,
        stop=None,
        subject_id=None,
        rule=None,
        anchor=None,
        template="greeting",
        recipient=Recipient(phone=DRIVER, email=MAILBOX),
        handling=Handling.model_validate(handling or {}),
        subject=None,
        body="Your load is 48000.",
        author="automation",
        status="PLANNED",
        reason=None,
        due_at=NOW,
        wait_key=None,
        reply_due_at=None,
        reply_id=None,
        follow_ups=0,
        correlation_id="c",
    )
    return Snapshot(
        message=message._replace(**columns),
        policy=MessagingPolicy.model_validate(policy or {}),
        deliveries=deliveries,
        load=load,
        consents=consents,
        held_by=held_by,
        recent_sends=recent_sends,
    )


def a_delivery(number: int = 1, status: Any = "QUEUED", *, age_seconds: int = 60, **changes: Any) -> Delivery:
    claimed_at = NOW - timedelta(seconds=age_seconds)
    return Delivery(UUID(int=number), number, "sms", f"visit-{number}", status, claimed_at)._replace(
        **changes
    )


def a_consent(kind: str, scope: str = "all", address: str = DRIVER) -> Consent:
    return Consent(address, kind, scope, "sms", "STOP", NOW - timedelta(days=1))
