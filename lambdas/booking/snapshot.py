"""The rows that one task looks at, read in one round trip.

Named tuples: Python makes each in a sixth of a frozen dataclass's time, and a cold start makes them all.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

from schemas.booking.policy import WorkspacePolicy
from schemas.booking.statuses import PostMode
from schemas.common import Money


class Load(NamedTuple):
    """`version` changes with every write of the row; `first_pickup_at` is the first appointment's start."""

    version: str
    load_id: UUID
    workspace_id: str
    external_id: str
    load_number: str | None
    document: Mapping[str, Any]
    terms_version: int
    status: str
    attempt: int
    post_id: UUID | None
    wait_key: str | None
    visits: int
    held_offer_id: UUID | None
    held_until: datetime | None
    booking_id: UUID | None
    cancel_requested_at: datetime | None
    cancel_reason: str | None
    review_from: str | None
    excluded_dots: tuple[int, ...]
    first_pickup_at: datetime
    latest_pickup_at: datetime
    last_delivery_at: datetime

    @property
    def waiting_state(self) -> str | None:
        """The state whose wait is recorded, from `<run>/<state>/<entered at>`."""
        return self.wait_key.split("/")[1] if self.wait_key else None


class Post(NamedTuple):
    post_id: UUID
    attempt: int
    status: str
    mode: PostMode
    groups: tuple[tuple[int, ...], ...]
    current_group: int
    target_rate: int
    book_now_rate: int | None
    currency: str
    offer_ttl_seconds: int
    policy: WorkspacePolicy

    @property
    def open_to_all(self) -> bool:
        """A broadcast that names nobody is open to every carrier of the workspace."""
        return not any(self.groups)


class Contact(NamedTuple):
    """Who answered for the carrier: personal, so in no event and no log."""

    phone: str | None
    email: str | None


class Offer(NamedTuple):
    offer_id: UUID
    dot_number: int
    group_number: int
    status: str
    amount: int | None
    currency: str
    contact: Contact | None = None
    expires_at: datetime | None = None


class Booking(NamedTuple):
    """`terms` is what the carrier agreed to, whatever the load became since (`negotiation.TERMS_FIELDS`)."""

    booking_id: UUID
    offer_id: UUID
    dot_number: int
    amount: int
    currency: str
    status: str
    has_driver: bool
    terms: Mapping[str, Any]

    @property
    def rate(self) -> Money:
        return Money(amount=self.amount, currency=self.currency)


class RateConfirmation(NamedTuple):
    """The latest revision of the booking's document."""

    revision: int
    status: str
    reminders: int
    reason: str | None


class Carrier(NamedTuple):
    """What the workspace knows of the carrier that holds or hauls the load, and how it was vetted last.

    `overridden`: a person approved that vetting. `legal_name` is None for a carrier nobody has put yet.
    """

    dot_number: int
    legal_name: str | None = None
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    do_not_use: bool = False
    do_not_use_reason: str | None = None
    vetting: str | None = None
    vetting_reasons: tuple[str, ...] = ()
    overridden: bool = False


class Answered(NamedTuple):
    """An answer that an API write recorded for this wait: output, or error and cause."""

    output: Mapping[str, Any] | None
    error: str | None
    cause: str | None


class Snapshot(NamedTuple):
    """`offers`, `unwanted` and `contacts` are filled for the states that look at all offers of the post:
    the offers, do-not-use USDOT numbers, and the known contacts of the post's carriers.
    """

    load: Load
    post: Post
    offers: tuple[Offer, ...] = ()
    unwanted: frozenset[int] = frozenset()
    contacts: Mapping[int, Contact] = MappingProxyType({})
    held: Offer | None = None
    booking: Booking | None = None
    rate_confirmation: RateConfirmation | None = None
    carrier: Carrier | None = None
    answered: Answered | None = None
