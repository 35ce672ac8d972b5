"""What one visit of a state changes, and what it says to whom. Named tuples as in `snapshot.py`."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar
from uuid import UUID

from pydantic import BaseModel

from lambdas.booking.snapshot import Load
from lambdas.shared.errors import RejectedError, RetryableError

if TYPE_CHECKING:
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


class Invitation(NamedTuple):
    offer_id: UUID
    dot_number: int


class NewBooking(NamedTuple):
    """`amount` is in cents of `currency`."""

    booking_id: UUID
    offer_id: UUID
    dot_number: int
    amount: int
    currency: str


class NewRateConfirmation(NamedTuple):
    revision: int
    document_key: str
    link_digest: str


class NewVetting(NamedTuple):
    """`legal_name` is FMCSA's, kept for a carrier that the workspace has not named."""

    dot_number: int
    outcome: str
    reasons: tuple[str, ...]
    legal_name: str | None = None


class NextPost(NamedTuple):
    """The post of the next attempt: the same carriers and rates, asked again."""

    post_id: UUID
    attempt: int
    run_name: str


class Changes(NamedTuple):
    """One write. `load` is the load as it shall be; None elsewhere leaves what is there.

    `won_offer_*` names the offer that holds or has booked the load, `open_offers_become` the fate of the
    post's other open ones, `reopens_group` the group whose superseded offers are invited again and whose
    open ones have new time.
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


class Decision(NamedTuple, Generic[Output]):
    """What a visit came to: its write and events, then its output, error, or answer to its own wait.

    `remembered=False`: a retry of the visit decides anew.
    """

    changes: Changes
    output: Output | None = None
    events: "tuple[EventData, ...]" = ()
    error: RejectedError | RetryableError | None = None
    answer: Mapping[str, Any] | None = None
    remembered: bool = True


def waiting(load: Load, state: str, task_key: str) -> Load:
    """The load in the wait that this visit begins; `visits` counts how often the state began one in a row."""
    visits = load.visits + 1 if load.waiting_state == state else 1
    return load._replace(status=state, wait_key=task_key, visits=visits)


def passing(load: Load, status: str) -> Load:
    """The load after a visit that waits for nobody."""
    return load._replace(status=status, wait_key=None, visits=0)


def written(changes: Changes) -> dict[str, Any]:
    """The changes as the statement `write_visit` takes them."""
    others = changes._asdict()
    moved = others.pop("load")
    columns = {name: getattr(moved, name) for name in MOVING}
    return {name: _plain(value) for name, value in {**columns, **others}.items()}


def _plain(value: Any) -> Any:
    if not isinstance(value, tuple):
        return value
    if hasattr(value, "_asdict"):
        return {name: _plain(member) for name, member in value._asdict().items()}
    return [_plain(item) for item in value]
