"""What a text of STOP, START or HELP does, in whatever words: its entry in the ledger, its one answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from lambdas.messaging.consent import ALL, is_allowed
from lambdas.messaging.intents.intent import Intent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lambdas.messaging.consent import Entry

Kind = Literal["granted", "revoked"]
Reply = Literal["opt_out_confirmation", "start_confirmation", "help_answer"]


def entry_for(intent: Intent) -> tuple[Kind, str] | None:
    """Return kind and scope of the entry that a text of this intent makes, None if it makes none."""
    if intent is Intent.OPT_OUT:
        return "revoked", ALL
    return ("granted", ALL) if intent is Intent.START else None


def reply_to(intent: Intent, before: Iterable[Entry]) -> Reply | None:
    """Return the one automatic answer to a text of this intent, given the ledger as it was before.

    A second STOP is not confirmed again. HELP is answered always, also to a number that has opted out.
    """
    if intent is Intent.HELP:
        return "help_answer"
    opted_out = not is_allowed(before, ALL)
    if intent is Intent.OPT_OUT:
        return None if opted_out else "opt_out_confirmation"
    return "start_confirmation" if intent is Intent.START and opted_out else None
