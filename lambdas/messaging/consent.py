"""What a number allows, decided from its append-only ledger.

The latest entry for a scope wins; of several at one instant a revocation wins. An entry of scope `all`
counts for every scope. The channel of an entry is evidence only: who opts out by text is not called or
mailed either (47 CFR 64.1200(a)(10) takes a revocation for all).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

ALL = "all"
MARKETING = "marketing"
ASKED_FOR = frozenset({MARKETING})
"""Scopes that need a grant; in all others a number may be written to until it forbids it."""

CONFIRMATION_WITHIN = timedelta(minutes=5)
"""47 CFR 64.1200(a)(12): one text that confirms an opt-out, sent within five minutes of it, needs no
consent.
"""


class Entry(Protocol):
    """A row of the ledger, as far as decisions need it."""

    @property
    def kind(self) -> str: ...
    @property
    def scope(self) -> str: ...
    @property
    def at(self) -> datetime: ...


def is_allowed(ledger: Iterable[Entry], scope: str) -> bool:
    """Whether messages of a scope may go to the ledger's number, on any channel."""
    return refusal(ledger, scope) is None


def refusal(ledger: Iterable[Entry], scope: str) -> str | None:
    """Return why messages of a scope may not go out: `opted_out` or `no_consent`; None if they may."""
    latest = _latest(ledger, scope)
    if latest is None:
        return "no_consent" if scope in ASKED_FOR else None
    return "opted_out" if latest.kind == "revoked" else None


def may_confirm(opted_out_at: datetime, now: datetime) -> bool:
    """Whether there is still time to confirm an opt-out; later a confirmation would be one text too many."""
    return now <= opted_out_at + CONFIRMATION_WITHIN


def _latest(ledger: Iterable[Entry], scope: str) -> Entry | None:
    counting = (entry for entry in ledger if entry.scope in {scope, ALL})
    return max(counting, key=lambda entry: (entry.at, entry.kind == "revoked"), default=None)
