"""From the row of the statement `read_message` to the snapshot that decisions look at."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from lambdas.messaging.snapshot import Consent, Delivery, Message, Snapshot
from schemas.messaging.handling import Handling
from schemas.messaging.policy import MessagingPolicy
from schemas.messaging.recipients import Recipient

if TYPE_CHECKING:
    from collections.abc import Mapping

    Json = Mapping[str, Any]


def snapshot_of(row: Json) -> Snapshot:
    return Snapshot(
        message=message_of(row["message"], row["version"]),
        policy=MessagingPolicy.model_validate(row["policy"] or {}),
        deliveries=tuple(delivery_of(delivery) for delivery in row["deliveries"] or ()),
        load=row["load"],
        consents=tuple(consent_of(entry) for entry in row["consents"] or ()),
        held_by=row["held_by"],
        held_at=row["held_at"],
        surroundings=row["surroundings"],
        recent_sends=row["recent_sends"],
        template=row["template"],
        rule=row["rule"],
    )


def message_of(row: Json, version: str) -> Message:
    return Message(
        version=version,
        message_id=UUID(row["message_id"]),
        workspace_id=row["workspace_id"],
        load_id=_uuid(row["load_id"]),
        stop=row["stop"],
        subject_id=row["subject_id"],
        rule=row["rule"],
        anchor=row["anchor"],
        template=row["template"],
        recipient=Recipient.model_validate(row["recipient"]),
        handling=Handling.model_validate(row["handling"]),
        subject=row["subject"],
        body=row["body"],
        author=row["author"],
        status=row["status"],
        reason=row["reason"],
        due_at=datetime.fromisoformat(row["due_at"]),
        wait_key=row["wait_key"],
        reply_due_at=_instant(row["reply_due_at"]),
        reply_id=_uuid(row["reply_id"]),
        follow_ups=row["follow_ups"],
        correlation_id=row["correlation_id"],
        template_version=row["template_version"],
        variables=row["variables"],
    )


def delivery_of(row: Json) -> Delivery:
    return Delivery(
        delivery_id=UUID(row["delivery_id"]),
        number=row["number"],
        channel=row["channel"],
        task_key=row["task_key"],
        status=row["status"],
        claimed_at=datetime.fromisoformat(row["claimed_at"]),
        provider_message_id=row["provider_message_id"],
        error=row["error"],
        failed_at=_instant(row["failed_at"]),
        final=row["final"],
    )


def consent_of(row: Json) -> Consent:
    return Consent(
        address=row["address"],
        kind=row["kind"],
        scope=row["scope"],
        channel=row["channel"],
        source_text=row["source_text"],
        at=datetime.fromisoformat(row["at"]),
    )


def _uuid(text: str | None) -> UUID | None:
    return None if text is None else UUID(text)


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
