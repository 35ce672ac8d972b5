"""What an answer means: every rule's reading, and of those the surest."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from lambdas.messaging.intents.amounts import stated_amount
from lambdas.messaging.intents.intent import Asked, Context, Intent, Reading
from lambdas.messaging.intents.rules import RULES
from lambdas.messaging.intents.rules_offers import HEDGED
from lambdas.messaging.intents.rules_requests import WHOLE_TEXT
from lambdas.messaging.intents.rules_travel import NOT_AN_ETA
from lambdas.messaging.intents.times import stated_time
from lambdas.messaging.intents.words import plain, readable
from lambdas.messaging.opt_out import REVOKING, opt_out_confidence_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambdas.messaging.intents.amounts import Amount
    from lambdas.messaging.intents.times import StatedTime

LEAST_CONFIDENCE = 0.55
"""Below it an answer is unknown and goes to a human."""

PRIORITY = (
    Intent.OPT_OUT,
    Intent.HELP,
    Intent.START,
    Intent.COUNTER,
    Intent.CALL_ME,
    Intent.DEPARTED,
    Intent.ARRIVED,
    Intent.ETA,
    Intent.DECLINE,
    Intent.ACCEPT,
    Intent.LOCATION,
    Intent.QUESTION,
)
"""Which of equally sure readings counts."""

UNASKED = 0.15
"""How much less sure a bare yes or no is when nothing was asked."""


def classify(text: str, context: Context | None = None) -> Reading:
    """Return what an answer means where it comes in; `unknown` with confidence 0.0 when no rule is sure
    enough.
    """
    context = context or Context()
    words = plain(text)
    opt_out = opt_out_confidence_of(words)
    if opt_out >= REVOKING:
        return Reading(Intent.OPT_OUT, opt_out)
    lowered = _lowered(text)
    amount = stated_amount(lowered, context)
    time = stated_time(lowered, bare=context.asked is Asked.ETA)
    readings = [reading for reading in _readings(words, amount, time, context) if reading.confidence > 0]
    best = max(readings, key=_order, default=Reading(Intent.UNKNOWN, 0.0))
    return best if best.confidence >= LEAST_CONFIDENCE else Reading(Intent.UNKNOWN, 0.0)


def _order(reading: Reading) -> tuple[float, int]:
    return reading.confidence, -PRIORITY.index(reading.intent)


def _readings(
    words: str, amount: Amount | None, time: StatedTime | None, context: Context
) -> Iterator[Reading]:
    for rule in WHOLE_TEXT:
        if rule.holds(words):
            yield Reading(rule.intent, rule.confidence)
    for rule in RULES:
        if rule.holds(words):
            yield _in_context(Reading(rule.intent, rule.confidence), time, context)
    yield from _priced(words, amount, context)
    yield from _timed(words, time, context)


def _in_context(reading: Reading, time: StatedTime | None, context: Context) -> Reading:
    """A yes or no means less when nothing was asked; what is asked about means more."""
    answers = {Asked.OFFER: (Intent.ACCEPT, Intent.DECLINE), Asked.ETA: (Intent.ETA,), Asked.NOTHING: ()}
    if reading.intent is Intent.ETA:
        reading = replace(reading, time=time, confidence=reading.confidence + (0.08 if time else -0.15))
    if reading.intent in answers[context.asked]:
        return replace(reading, confidence=min(reading.confidence + 0.05, 1.0))
    if reading.intent in (Intent.ACCEPT, Intent.DECLINE):
        return replace(reading, confidence=reading.confidence - UNASKED)
    return reading


def _priced(words: str, amount: Amount | None, context: Context) -> Iterator[Reading]:
    """A price is a counter, unless it is ours: repeated as it is, it is a yes; with a question mark, a
    question.
    """
    if amount is None:
        return
    if amount.cents == context.offered and context.asked is Asked.OFFER:
        intent = Intent.QUESTION if words.endswith("?") else Intent.ACCEPT
        if not _refused(words) and (intent is Intent.QUESTION or not HEDGED.found_in(words)):
            yield Reading(intent, amount.confidence, amount=amount.cents)
        return
    sure = amount.confidence + (0.12 if context.asked is Asked.OFFER else 0.0)
    yield Reading(Intent.COUNTER, min(sure, 1.0), amount=amount.cents)


def _refused(words: str) -> bool:
    return any(rule.intent is Intent.DECLINE and rule.holds(words) for rule in RULES)


def _timed(words: str, time: StatedTime | None, context: Context) -> Iterator[Reading]:
    if time is None:
        return
    if context.asked is Asked.ETA:
        yield Reading(Intent.ETA, 0.85 if words.endswith("?") else 0.93, time=time)
    elif context.asked is Asked.NOTHING and not words.endswith("?") and not NOT_AN_ETA.found_in(words):
        yield Reading(Intent.ETA, 0.6, time=time)


def _lowered(text: str) -> str:
    """The text in lower case, without accents, runs of spaces, and numbers too long for a price or a time."""
    folded = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", readable(text)).casefold())
    plain_letters = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return re.sub(r"\d{13,}", " ", re.sub(r"\s+", " ", plain_letters)).replace("\u2019", "'")
