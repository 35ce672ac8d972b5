"""The rows that the API's statements read, as they come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lambdas.booking.negotiation import Rates, Standing
from schemas.booking.policy import WorkspacePolicy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from lambdas.shared.api.caller import Side

Row = dict[str, Any]


@dataclass(frozen=True)
class LoadRow:
    """A load with its workspace's policy, and its present post's status."""

    load_id: UUID
    external_id: str
    status: str
    source_version: int
    terms_version: int
    attempt: int
    post_id: UUID | None
    booking_id: UUID | None
    held_offer_id: UUID | None
    held_until: datetime | None
    review_from: str | None
    cancel_requested_at: datetime | None
    cancel_reason: str | None
    wait_key: str | None
    document: Mapping[str, Any]
    latest_pickup_at: datetime
    last_delivery_at: datetime
    created_at: datetime
    updated_at: datetime
    policy: Mapping[str, Any]
    post_status: str | None


@dataclass(frozen=True)
class PostRow:
    """A post with what its load asks for; `barred`: the asking carrier may not see it."""

    post_id: UUID
    load_id: UUID
    attempt: int
    status: str
    mode: str
    groups: Sequence[Sequence[int]]
    current_group: int
    target_rate: int
    book_now_rate: int | None
    ceiling_rate: int | None
    currency: str
    offer_ttl_seconds: int
    run_name: str
    created_at: datetime
    policy: Mapping[str, Any]
    load_number: str | None
    terms_version: int
    document: Mapping[str, Any]
    open_to_all: bool
    barred: bool


@dataclass(frozen=True)
class BookingRow:
    """A booking with its rate confirmations, newest last."""

    booking_id: UUID
    load_id: UUID
    offer_id: UUID
    attempt: int
    dot_number: int
    amount: int
    currency: str
    status: str
    driver: Mapping[str, Any] | None
    tonu_fee: int | None
    created_at: datetime
    updated_at: datetime
    terms_changed_since_booking: bool
    rate_confirmations: list[dict[str, Any]]


@dataclass(frozen=True)
class Situation:
    """All that decides about an answer to a post; the offer's fields are None before its first answer."""

    post_id: UUID
    post_status: str
    mode: str
    target_rate: int
    book_now_rate: int | None
    ceiling_rate: int | None
    currency: str
    current_group: int
    policy: Mapping[str, Any]
    open_to_all: bool
    load_id: UUID
    load_status: str
    document: Mapping[str, Any]
    terms_version: int
    load_post_id: UUID | None
    held_offer_id: UUID | None
    cancelling: bool
    latest_pickup_at: datetime
    barred: bool
    offer_id: UUID | None
    dot_number: int | None
    group_number: int | None
    offer_status: str | None
    amount: int | None
    turn: Side | None
    rounds: int | None
    offered_terms_version: int | None
    offered_terms: Mapping[str, Any] | None
    expires_at: datetime | None
    version: int | None

    @property
    def rates(self) -> Rates:
        return Rates(self.target_rate, self.book_now_rate, self.ceiling_rate)

    @property
    def workspace_policy(self) -> WorkspacePolicy:
        return WorkspacePolicy.model_validate(self.policy)

    @property
    def is_sourcing(self) -> bool:
        """Whether the post still takes answers."""
        return self.load_status == "SOURCING" and self.load_post_id == self.post_id and not self.cancelling

    @property
    def standing(self) -> Standing | None:
        """The carrier's offer; an invitation without an amount stands at the target rate."""
        if self.offer_status is None:
            return None
        amount = self.target_rate if self.amount is None else self.amount
        return Standing(self.offer_status, amount, self.turn or "carrier", self.rounds or 0, self.expires_at)


@dataclass(frozen=True)
class OutcomeRow:
    """What became of a hold so far."""

    load_status: str
    held_offer_id: UUID | None
    held_until: datetime | None
    offer_status: str
    booking_id: UUID | None
    outcome: str | None
    reasons: Sequence[str] | None
    do_not_use: bool
