"""The rules of one offer's negotiation: whose turn it is, which amount stands, and when it is over.

Amounts are integer cents of the post's currency. The ceiling is the broker's alone: no rule tells a carrier
whether an amount is above it, so that prices cannot be probed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from lambdas.booking.refusals import (
    AboveCeiling,
    BookNowNotOffered,
    NotYourTurn,
    OfferEnded,
    OfferLate,
    PriceChanged,
    PriceNotAnAdvance,
    RoundsUsed,
    TermsChanged,
)

if TYPE_CHECKING:
    from datetime import datetime

    from lambdas.shared.api.caller import Side

OPEN_STATUSES = frozenset({"INVITED", "SUBMITTED", "COUNTERED"})
LATE_STATUSES = frozenset({"EXPIRED", "SUPERSEDED"})
TERMS_FIELDS = ("equipment", "commodity", "weight_lb", "temperature_f", "distance_miles", "stops")
"""The fields of a load that a carrier agrees to (`LoadTerms`): a change of one is a change of terms."""


class Rates(NamedTuple):
    """What the broker would pay for a post, in cents."""

    target: int
    book_now: int | None = None
    ceiling: int | None = None


class Standing(NamedTuple):
    """An offer as it stands: the latest amount, and the side that may answer it."""

    status: str
    amount: int | None
    turn: Side
    rounds: int
    expires_at: datetime | None


class Change(NamedTuple):
    """One field of the terms that differs from what was offered."""

    field: str
    offered: object
    current: object


class Move(NamedTuple):
    """What a new price does to an offer; `agreed` means that it holds the load at once."""

    status: str
    amount: int
    turn: Side
    rounds: int
    agreed: bool


def require_answerable(standing: Standing, side: Side, now: datetime) -> None:
    """Raises OfferLate, OfferEnded or NotYourTurn when `side` may not answer the offer now."""
    if standing.status in LATE_STATUSES or has_expired(standing, now):
        raise OfferLate
    if standing.status not in OPEN_STATUSES:
        raise OfferEnded(standing.status)
    if standing.turn != side:
        raise NotYourTurn(standing.turn)


def has_expired(standing: Standing, now: datetime) -> bool:
    open_still = standing.status in OPEN_STATUSES
    return open_still and standing.expires_at is not None and standing.expires_at <= now


def require_latest_amount(standing: Standing, amount: int | None) -> int:
    """The amount that an acceptance agrees to. Raises PriceChanged when the answer names an older one."""
    if standing.amount is None:
        raise OfferEnded(standing.status)
    if amount is not None and amount != standing.amount:
        raise PriceChanged(offered=amount, current=standing.amount)
    return standing.amount


def require_book_now_rate(rates: Rates, amount: int | None) -> int:
    """The amount of a book-now. Raises BookNowNotOffered, or PriceChanged when the carrier names another."""
    if rates.book_now is None:
        raise BookNowNotOffered
    if amount is not None and amount != rates.book_now:
        raise PriceChanged(offered=amount, current=rates.book_now)
    return rates.book_now


def require_within_ceiling(rates: Rates, amount: int) -> None:
    """Raises AboveCeiling. Only for the broker's own moves: a carrier must never learn of it."""
    if rates.ceiling is not None and amount > rates.ceiling:
        raise AboveCeiling


def submitted(amount: int, rates: Rates) -> Move:
    """A carrier's first price. At or below the target it is acceptable and holds the load."""
    return _carrier_move("SUBMITTED", amount, rounds=0, agreed=amount <= rates.target)


def countered(standing: Standing, side: Side, amount: int, rates: Rates, *, most_rounds: int) -> Move:
    """A counter-offer. Raises RoundsUsed, PriceNotAnAdvance or, for the broker only, AboveCeiling.

    A round is one counter-offer by either side; after the last one the other side accepts or declines.
    """
    if standing.rounds >= most_rounds:
        raise RoundsUsed(most_rounds)
    if side == "broker":
        return _broker_counter(standing, amount, rates)
    agreed = amount <= max(rates.target, standing.amount or 0)
    return _carrier_move("COUNTERED", amount, rounds=standing.rounds + 1, agreed=agreed)


def _carrier_move(status: str, amount: int, *, rounds: int, agreed: bool) -> Move:
    return Move("ACCEPTED" if agreed else status, amount, turn="broker", rounds=rounds, agreed=agreed)


def _broker_counter(standing: Standing, amount: int, rates: Rates) -> Move:
    require_within_ceiling(rates, amount)
    if standing.amount is not None and amount >= standing.amount:
        raise PriceNotAnAdvance(standing.amount)
    return Move("COUNTERED", amount, turn="carrier", rounds=standing.rounds + 1, agreed=False)


def terms_of(document: Mapping[str, Any]) -> dict[str, Any]:
    """The part of a load's document that carriers see and agree to."""
    return {field: document.get(field) for field in TERMS_FIELDS}


def require_same_terms(
    offered: Mapping[str, Any], current: Mapping[str, Any], *, agreed_version: int, current_version: int
) -> None:
    """Raises TermsChanged with what changed since the version of the terms that the answer agrees to."""
    if agreed_version == current_version:
        return
    version = Change("terms_version", agreed_version, current_version)
    raise TermsChanged((version, *changes_between(offered, current)))


def changes_between(offered: object, current: object, field: str = "") -> Iterator[Change]:
    """Each leaf that differs, named by its path (`stops.0.appointment.start`)."""
    before, after = _members(offered), _members(current)
    if before is None or after is None:
        if offered != current:
            yield Change(field, offered, current)
        return
    for key in {**before, **after}:
        yield from changes_between(before.get(key), after.get(key), f"{field}.{key}" if field else key)


def _members(value: object) -> dict[str, object] | None:
    if isinstance(value, Mapping):
        return {str(key): member for key, member in value.items()}
    if isinstance(value, (list, tuple)):
        return {str(index): member for index, member in enumerate(value)}
    return None
