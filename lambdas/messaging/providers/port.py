"""What a provider of texts or e-mails does for us, and the four ways in which a send can end."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from uuid import UUID


class Outgoing(NamedTuple):
    """One send. Receipts name `delivery_id` again, even when the call's own outcome was lost."""

    delivery_id: UUID
    message_id: UUID
    workspace_id: str
    origin: str
    address: str
    subject: str | None
    body: str

    @property
    def context(self) -> dict[str, str]:
        """What a provider gives back with each receipt: ids alone, nothing personal."""
        return {"delivery_id": str(self.delivery_id), "workspace_id": self.workspace_id}


class Accepted(NamedTuple):
    """The provider took it and will tell what becomes of it."""

    provider_message_id: str


class Refused(NamedTuple):
    """The provider will not take it, however often it is asked: another channel may help."""

    reason: str


class NotTaken(NamedTuple):
    """The provider surely did not take it, and may in a moment: throttled, or never reached."""

    reason: str


class OutcomeUnknown(NamedTuple):
    """It was asked and did not answer: it may or may not have been sent."""

    reason: str


Outcome = Accepted | Refused | NotTaken | OutcomeUnknown


class Provider(Protocol):
    """Sends on one channel. Never tries twice: its callers know what a second try would mean."""

    def send(self, outgoing: Outgoing) -> Outcome:
        """Send once."""
        ...
