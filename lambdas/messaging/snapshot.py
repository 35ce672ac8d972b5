"""What decisions about a message look at: named tuples, made in `rows.py`, immutable and cheap to import."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

from schemas.messaging.handling import Handling
from schemas.messaging.policy import MessagingPolicy
from schemas.messaging.recipients import Recipient
from schemas.messaging.statuses import Channel, DeliveryStatus

ENDS = frozenset(
    {"DELIVERED", "REPLIED", "SKIPPED", "SUPPRESSED", "CANCELLED", "ESCALATED", "FAILED", "UNKNOWN"}
)


class Message(NamedTuple):
    """`version` is the row's as it was read; `reply_due_at` is set once a reply is awaited."""

    version: str
    message_id: UUID
    workspace_id: str
    load_id: UUID | None
    stop: int | None
    subject_id: str | None
    rule: str | None
    anchor: str | None
    template: str
    recipient: Recipient
    handling: Handling
    subject: str | None
    body: str
    author: str
    status: str
    reason: str | None
    due_at: datetime
    wait_key: str | None
    reply_due_at: datetime | None
    reply_id: UUID | None
    follow_ups: int
    correlation_id: str
    template_version: int = 0
    variables: Mapping[str, Any] = MappingProxyType({})

    @property
    def waiting_state(self) -> str | None:
        """The state of the run that its wait's key names."""
        return None if self.wait_key is None else self.wait_key.rsplit("/", 2)[1]

    @property
    def ended(self) -> bool:
        return self.status in ENDS


class Delivery(NamedTuple):
    """One send, in the order of `number`; `final`: no receipt is to come."""

    delivery_id: UUID
    number: int
    channel: Channel
    task_key: str
    status: DeliveryStatus
    claimed_at: datetime
    provider_message_id: str | None = None
    error: str | None = None
    failed_at: datetime | None = None
    final: bool = False

    @property
    def is_open(self) -> bool:
        """Whether a receipt may still decide: a failure that is not final may yet become a delivery."""
        failed = self.status == "FAILED" and self.final
        return self.status not in ("DELIVERED", "UNKNOWN") and not failed

    @property
    def outcome_unknown(self) -> bool:
        """Claimed, and nobody knows whether the provider took it."""
        return self.status == "CLAIMED"


class Consent(NamedTuple):
    """An entry of the ledger."""

    address: str
    kind: str
    scope: str
    channel: str
    source_text: str
    at: datetime


class Snapshot(NamedTuple):
    """`held_by`: who holds the thread with the recipient, since `held_at`; `recent_sends`: its origin's in
    the last minute; `surroundings`: versions of load, ledger and hold, which a claim must find unchanged.

    `template` and `rule` are the documents that the message was planned by, as they are now; None for what a
    person wrote, and for a rule that was deleted.
    """

    message: Message
    policy: MessagingPolicy
    deliveries: tuple[Delivery, ...] = ()
    load: Mapping[str, Any] | None = None
    consents: tuple[Consent, ...] = ()
    held_by: str | None = None
    recent_sends: int = 0
    template: Mapping[str, Any] | None = None
    rule: Mapping[str, Any] | None = None
    held_at: datetime | None = None
    surroundings: str | None = None

    @property
    def last(self) -> Delivery | None:
        return self.deliveries[-1] if self.deliveries else None
