"""What one visit of a state changes, and what it says to whom."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel

from lambdas.booking.snapshot import Load
from lambdas.shared.errors import RejectedError, RetryableError
from schemas.booking.events.envelope import EventData

Output = TypeVar("Output", bound=BaseModel)
MOVING = (
    "load_id",
    "status",
    "attempt",
    "post_id",
    "wait_key",
    "visits",
    "held_offer_id",
    "held_until",
    "booking_id",
    "review_from",
    "excluded_dots",
)
"""The columns of the load that tasks move."""


@dataclass(frozen=True)
class Invitation:
    offer_id: UUID
    dot_number: int


@dataclass(frozen=True)
class NewBooking:
    """`amount` is in cents of `currency`."""

    booking_id: UUID
    offer_id: UUID
    dot_number: int
    amount: int
    currency: str


@dataclass(frozen=True)
class NewRateConfirmation:
    revision: int
    document_key: str
    link_digest: str


@dataclass(frozen=True)
class NewVetting:
    dot_number: int
    outcome: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class NextPost:
    """The post of the next attempt: the same carriers and rates, asked again."""

    post_id: UUID
    attempt: int
    run_name: str


@dataclass(frozen=True)
class Changes:
    """One write. `load` is the load as it shall be; None elsewhere leaves what is there.

    `won_offer_*` names the offer that holds or has booked the load, `open_offers_become` the fate of the
    post's other open ones, `reopens_group` the group whose superseded offers are invited again.
    """

    load: Load
    post_status: str | None = None
    current_group: int | None = None
    offers_expire_at: datetime | None = None
    offer_terms: Mapping[str, Any] | None = None
    invited: tuple[Invitation, ...] = ()
    reopens_group: int | None = None
    open_offers_become: str | None = None
    won_offer_id: UUID | None = None
    won_offer_becomes: str | None = None
    booking: NewBooking | None = None
    booking_status: str | None = None
    wipes_driver: bool = False
    tonu_fee: int | None = None
    rate_confirmation: NewRateConfirmation | None = None
    reminds: bool = False
    voids_documents: bool = False
    vetting: NewVetting | None = None
    next_post: NextPost | None = None


@dataclass(frozen=True)
class Decision(Generic[Output]):
    """What a visit came to: its write and events, then its output, error, or answer to its own wait.

    `remembered=False`: a retry of the visit decides anew.
    """

    changes: Changes
    output: Output | None = None
    events: tuple[EventData, ...] = ()
    error: RejectedError | RetryableError | None = None
    answer: Mapping[str, Any] | None = None
    remembered: bool = True


def waiting(load: Load, state: str, task_key: str) -> Load:
    """The load in the wait that this visit begins; `visits` counts how often the state began one in a row."""
    visits = load.visits + 1 if load.waiting_state == state else 1
    return replace(load, status=state, wait_key=task_key, visits=visits)


def passing(load: Load, status: str) -> Load:
    """The load after a visit that waits for nobody."""
    return replace(load, status=status, wait_key=None, visits=0)


def written(changes: Changes) -> dict[str, Any]:
    """The changes as the statement `write_visit` takes them."""
    columns = {name: _plain(getattr(changes.load, name)) for name in MOVING}
    others = {
        item.name: _plain(getattr(changes, item.name)) for item in fields(changes) if item.name != "load"
    }
    return columns | others


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, (Invitation, NewBooking, NewRateConfirmation, NewVetting, NextPost)):
        return {item.name: _plain(getattr(value, item.name)) for item in fields(value)}
    return value
