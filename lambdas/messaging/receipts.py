"""One send's receipts merged: they arrive late, out of order and twice, and always end in the same state.

QUEUED < PENDING < SENT < DELIVERED by rank. DELIVERED stands against any failure. Between the failures of
one send the latest by the provider's time is told. Only a receipt that the provider calls final closes a
send, or 72 hours.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

RECEIPT_WAIT = timedelta(hours=72)
Outcome = Literal["QUEUED", "PENDING", "SENT", "DELIVERED", "FAILED", "UNKNOWN"]
RANKS: Mapping[Outcome, int] = {
    "UNKNOWN": 0,
    "QUEUED": 1,
    "PENDING": 2,
    "SENT": 3,
    "FAILED": 4,
    "DELIVERED": 5,
}
"""UNKNOWN is only the end of waiting: any receipt is better."""


@dataclass(frozen=True)
class Receipt:
    """What a provider says of one send; `error` is its code of a failure."""

    outcome: Outcome
    at: datetime
    is_final: bool = False
    error: str | None = None


@dataclass(frozen=True)
class Receipts:
    """A send's receipts so far: `outcome` is the best known, `error` why it failed, if it did."""

    outcome: Outcome = "QUEUED"
    is_final: bool = False
    error: str | None = None
    failed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether another receipt may still change what is known."""
        return not self.is_final


def merged(known: Receipts, receipt: Receipt) -> Receipts:
    """Return what is known with one receipt more, whenever it arrives: the order does not matter.

    A final receipt closes the send; one that arrives after it is merged all the same, so that a late
    DELIVERED corrects a FAILED. Merging the same receipt again changes nothing.
    """
    is_final = known.is_final or receipt.is_final or receipt.outcome == "DELIVERED"
    if receipt.outcome == known.outcome == "FAILED":
        return replace(_later_failure(known, receipt), is_final=is_final)
    if RANKS[receipt.outcome] <= RANKS[known.outcome]:
        return replace(known, is_final=is_final)
    failed = receipt.outcome == "FAILED"
    error, failed_at = (receipt.error, receipt.at) if failed else (None, None)
    return Receipts(receipt.outcome, is_final, error, failed_at)


def merged_all(receipts: Iterable[Receipt]) -> Receipts:
    """Return the state that receipts lead to, in any order and however often each comes."""
    known = Receipts()
    for receipt in receipts:
        known = merged(known, receipt)
    return known


def after_wait(known: Receipts, claimed_at: datetime, now: datetime) -> Receipts:
    """Return UNKNOWN for a send that is still open 72 hours after it was claimed, else what is known."""
    if not known.is_open or now < claimed_at + RECEIPT_WAIT:
        return known
    if known.outcome in ("FAILED", "DELIVERED"):
        return replace(known, is_final=True)
    return Receipts("UNKNOWN", is_final=True)


def _later_failure(known: Receipts, receipt: Receipt) -> Receipts:
    assert known.failed_at is not None
    if (receipt.at, receipt.error or "") <= (known.failed_at, known.error or ""):
        return known
    return replace(known, error=receipt.error, failed_at=receipt.at)
