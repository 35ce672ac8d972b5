"""Amounts of money in an answer, in integer cents, told from times, phones, load numbers and weights."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lambdas.messaging.intents import amount_patterns as patterns
from lambdas.messaging.intents.intent import Asked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambdas.messaging.intents.intent import Context

CENTS = 100
LEAST, MOST = 100 * CENTS, 50_000 * CENTS
"""What a truckload can cost; outside of it a number is something else."""

LONE = 500 * CENTS, 10_000 * CENTS
"""What a number can be a price for that is the whole of a text, or no time; more digits are a load's."""

WRITTEN, LIKELY, UNASKED, WEAK = 0.95, 0.85, 0.6, 0.5


@dataclass(frozen=True)
class Amount:
    """Integer cents and how sure it is that they are a price."""

    cents: int
    confidence: float


def stated_amount(lowered: str, context: Context) -> Amount | None:
    """Return the price that an answer names, None if it names none.

    `lowered` is the text in lower case without accents. Of several the surest, then the last that is not
    ours: "you said 1850, I need 2100" is 2100. "200 more" is on top of our amount.
    """
    lowered = patterns.REFUSED.sub(" ", lowered)
    relative = _more(lowered, context)
    if relative is not None:
        return relative
    found = [amount for amount in _amounts(lowered, context) if LEAST <= amount.cents <= MOST]
    if not found:
        return None
    others = [amount for amount in found if amount.cents != context.offered] or found
    surest = max(amount.confidence for amount in others)
    return [amount for amount in others if amount.confidence == surest][-1]


def _amounts(lowered: str, context: Context) -> Iterator[Amount]:
    for found in patterns.DOLLARS.finditer(_blanked(lowered, keep_dollars=True)):
        yield Amount(_cents(found["value"] or found["before"]) * (1_000 if found["k"] else 1), WRITTEN)
    text = _blanked(lowered)
    for pattern, factor in ((patterns.THOUSANDS, 1_000), (patterns.HUNDREDS, 100)):
        for found in pattern.finditer(text):
            yield Amount(_cents(found["value"]) * factor, LIKELY)
    for found in patterns.MIL.finditer(text):
        yield Amount((int(found["value"]) * 1_000 + int(found["rest"] or 0)) * CENTS, LIKELY)
    for found in patterns.IN_WORDS.finditer(text):
        yield Amount(_worded(found) * CENTS, LIKELY)
    for found in patterns.SPOKEN.finditer(text):
        cents = (_value(found["high"]) * 100 + _value(found["low"])) * CENTS
        yield Amount(cents, LIKELY if context.asked is Asked.OFFER else UNASKED)
    for found in patterns.BARE.finditer(text):
        yield _bare(found, text, context)
    yield from _short(text, context)


def _bare(found: re.Match[str], text: str, context: Context) -> Amount:
    cents = _cents(found["value"]) + int(found["cents"] or 0)
    return Amount(cents, _confidence(found, text, cents, context))


def _confidence(found: re.Match[str], text: str, cents: int, context: Context) -> float:
    """A bare number is money when a price was asked for, or when words of a price stand by and none of a
    time.
    """
    before = text[: found.start()]
    if _is_clock(found["value"]) and not patterns.MONEY_BEFORE.search(before):
        timed = patterns.CLOCK_WORDS.search(text) is not None
        at = patterns.CLOCK_BEFORE.search(before) is not None
        if at and timed:
            return 0.0
        if context.asked is Asked.NOTHING and (at or timed):
            return 0.0
    if context.asked is Asked.OFFER:
        return LIKELY + 0.05 if _plausible(cents, context) else WEAK
    if context.asked is Asked.NOTHING:
        if patterns.MONEY_WORDS.search(text):
            return LIKELY
        lone = found[0] == text.strip(" .!?") or not _is_clock(found["value"])
        if lone and LONE[0] <= cents <= LONE[1]:
            return UNASKED
    return WEAK


def _short(text: str, context: Context) -> Iterator[Amount]:
    """ "can you do 21?" is 2,100 when we offered about as much: brokers and drivers leave the hundreds
    out.
    """
    if context.asked is not Asked.OFFER or context.offered is None or not patterns.MONEY_WORDS.search(text):
        return
    for found in patterns.SHORT.finditer(text):
        cents = int(found["value"]) * 100 * CENTS
        if context.offered // 2 <= cents <= context.offered * 2:
            yield Amount(cents, 0.75)


def _more(lowered: str, context: Context) -> Amount | None:
    found = patterns.MORE.search(_blanked(lowered))
    if found is None or context.offered is None or context.asked is not Asked.OFFER:
        return None
    extra = int(found["value"] or found["before"]) * CENTS
    return Amount(context.offered + extra, LIKELY) if extra < context.offered else None


def _plausible(cents: int, context: Context) -> bool:
    return context.offered is None or context.offered * 2 // 5 <= cents <= context.offered * 3


def _is_clock(digits: str) -> bool:
    return digits.isdigit() and len(digits) in (3, 4) and int(digits[:-2]) <= 23 and int(digits[-2:]) <= 59  # noqa: PLR2004 - a clock face


def _blanked(lowered: str, *, keep_dollars: bool = False) -> str:
    """The text with numbers that are no prices left out; with `keep_dollars` only rates per mile go."""
    if keep_dollars:
        return re.sub(
            r"\$\s*(?:\d{1,4}(?:\.\d{1,3})?|\.\d{1,3})\s*(?:/|per|a|an|por)\s*(?:mi|mile|milla)s?\b",
            " ",
            lowered,
        )
    return patterns.NOT_MONEY.sub(" ", patterns.PHONE.sub(" ", patterns.DOLLARS.sub(" ", lowered)))


def _cents(written: str) -> int:
    whole, _, cents = written.replace(",", "").partition(".")
    return int(whole) * CENTS + int((cents + "00")[:2])


def _worded(found: re.Match[str]) -> int:
    scale = 100 if found["scale"] == "hundred" else 1_000
    low = _value(found["low"]) * (100 if found["hundred"] else 1)
    return _value(found["high"]) * scale + low


def _value(words: str | None) -> int:
    return sum(patterns.VALUES[word] for word in re.split("[ -]", words)) if words else 0
