"""Amounts of money in an answer, in integer cents, told from times, phones, load numbers and weights."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lambdas.messaging.intents.intent import Asked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambdas.messaging.intents.intent import Context

CENTS = 100
LEAST, MOST = 100 * CENTS, 50_000 * CENTS
"""What a truckload can cost; outside of it a number is something else."""

WRITTEN, LIKELY, WEAK = 0.95, 0.85, 0.5
UNITS = (
    r"lbs?|pounds?|#|miles?|mi|pallets?|skids?|plts?|pcs|pieces|cases|hours?|hrs?|h|min(?:ute)?s?|am|pm"
    r"|a\.m|p\.m|ft|feet"
    r"|foot|days?|stops?|percent|degrees?|mph|tons?|gal|millas?|horas?|minutos?|tarimas?|libras?|dias?"
    r"|boxes|cartons"
)
LABELS = (
    r"load|order|po|pu|pickup|ref|reference|mc|dot|usdot|door|dock|trailer|truck|exit|hwy|highway|us"
    r"|route|rt|mile"
    r"(?: marker)?|marker|mm|room|gate|zip|bol|seal|apt|suite|unit|bay|lane|id|pin|code|carga|orden"
    r"|puerta|caja"
    r"|salida|milla|numero|number|confirmation|conf|appt|street|main|lot|row|ext|year"
)
PHONE = re.compile(r"(?:\+?1[\s.-]*)?\(?\b\d{3}\)?[\s.-]*\d{3}[\s.-]*\d{4}\b")
NOT_MONEY = re.compile(
    rf"\b(?:{LABELS})\b\.?\s*(?:#|number|no\.?|num|numero|is|:)?\s*[-#]?\s*\d[\d,-]{{0,14}}"
    r"|#\s*\d[\d-]{0,14}|\b[a-z]{1,3}-?\d+[a-z0-9]*\b|\bi\s?-\s?\d+"
    r"|\$?(?:\d{1,4}(?:\.\d{1,3})?|\.\d{1,3})\s*(?:/|per|a|an|por)\s*(?:mi|mile|milla)s?\b"
    rf"|\b\d[\d,]{{0,9}}(?:\.\d+)?\s*k?\s*(?:{UNITS})\b|\b\d+['\"%]"
    r"|\b\d{1,2}/\d{1,2}(?:/\d{2,4})?\b|\b\d{1,2}:\d{2}\b|\b\d{5}-\d{4}\b|-?\b\d{1,3}\.\d{3,}\b"
)
MONEY_WORDS = re.compile(
    r"\b(?:need|needs|want|can (?:you |u )?do|could (?:you |u )?do|do it|do that|take|run it|haul|for"
    r"|at least|best|lowest|least|asking|pay|pays"
    r"|paying|rate|give me|gimme|make it|get|how about|what about|would (?:you |u )?do|will do|id do"
    r"|ill do|i do|go|offer|counter"
    r"|meet|split|looking|necesito|quiero|hago|lo hago|minimo|dame|deme|por|tarifa|pagan|paga|salgo"
    r"|menos|all in"
    r"|todo|flat|bucks|dollars|and its yours|deal)\b"
)
CLOCK_WORDS = re.compile(
    r"\b(?:eta|there|arriv\w*|be in|get in|appointment|appt|llego|llegar\w*|estare|out by|there by"
    r"|delivered at|since"
    r"|loaded at|left at|until|till|til|cita|open|opens|close|closes|pickup|pick up|ready|available"
    r"|tomorrow|today|tonight|deliver)\b"
)
CLOCK_BEFORE = re.compile(r"(?:\b(?:at|by|around|before|after|eta|there|a las|para las)|@)\s*$")
MONEY_BEFORE = re.compile(
    r"\b(?:for|need|do|take|want|pay|pays|least|rate|make it|how about|por|necesito|quiero|asking|get"
    r"|have)\s*$"
)
DOLLARS = re.compile(r"\$\s*(?P<value>\d[\d,]{0,9}(?:\.\d{1,2})?)\s*(?P<k>k\b)?")
THOUSANDS = re.compile(r"(?<![\w.$])(?P<value>\d{1,2}(?:\.\d{1,2})?)\s*(?:k|grand|thousand)\b")
MIL = re.compile(r"(?<![\w.$])(?P<value>\d{1,2})\s*mil\b(?:\s*(?P<rest>\d{1,3})\b)?")
HUNDREDS = re.compile(r"(?<![\w.$])(?P<value>\d{1,2})\s*(?:hundred|hunnid|hundo|cientos)\b")
BARE = re.compile(
    r"(?<![\w.$:#,/-])(?P<value>\d{1,3},\d{3}|[1-9]\d{2,4})(?:\.(?P<cents>\d{2}))?(?![\w:/]|[.,]\d)"
)
SHORT = re.compile(r"(?<![\w.$:#,/-])(?P<value>\d{2})(?![\w:/%]|[.,]\d)")
MORE = re.compile(
    r"(?:\b(?:add|another|plus|extra|otros?|mas)\s*|\+\s*)\$?(?P<value>\d{2,4})\b"
    r"|\$?\b(?P<before>\d{2,4})\s*(?:more|mas|extra|on top|higher)\b"
)
ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen "
    "eighteen nineteen"
)
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
VALUES = {word: number for number, word in enumerate(ONES.split(), 1)} | {
    word: number * 10 for number, word in enumerate(TENS.split(), 2)
}
_VALUE = "(?:" + "|".join(VALUES) + ")"
IN_WORDS = re.compile(
    rf"\b(?P<high>{_VALUE}(?:[ -]{_VALUE})?) (?P<scale>hundred|thousand|grand)(?: (?:and "
    rf")?(?P<low>{_VALUE}(?:[ -]{_VALUE})?)"
    rf"(?P<hundred> hundred)?)?\b"
)


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
    for found in DOLLARS.finditer(_blanked(lowered, keep_dollars=True)):
        yield Amount(_cents(found["value"]) * (1_000 if found["k"] else 1), WRITTEN)
    text = _blanked(lowered)
    for pattern, factor in ((THOUSANDS, 1_000), (HUNDREDS, 100)):
        for found in pattern.finditer(text):
            yield Amount(_cents(found["value"]) * factor, LIKELY)
    for found in MIL.finditer(text):
        yield Amount((int(found["value"]) * 1_000 + int(found["rest"] or 0)) * CENTS, LIKELY)
    for found in IN_WORDS.finditer(text):
        yield Amount(_worded(found) * CENTS, LIKELY)
    for found in BARE.finditer(text):
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
    if _is_clock(found["value"]) and not MONEY_BEFORE.search(before):
        timed = CLOCK_WORDS.search(text) is not None
        at = CLOCK_BEFORE.search(before) is not None
        if at and timed:
            return 0.0
        if context.asked is Asked.NOTHING and (at or timed):
            return 0.0
    if context.asked is Asked.OFFER:
        return LIKELY + 0.05 if _plausible(cents, context) else WEAK
    if MONEY_WORDS.search(text) and context.asked is Asked.NOTHING:
        return LIKELY
    return WEAK


def _short(text: str, context: Context) -> Iterator[Amount]:
    """ "can you do 21?" is 2,100 when we offered about as much: brokers and drivers leave the hundreds
    out.
    """
    if context.asked is not Asked.OFFER or context.offered is None or not MONEY_WORDS.search(text):
        return
    for found in SHORT.finditer(text):
        cents = int(found["value"]) * 100 * CENTS
        if context.offered // 2 <= cents <= context.offered * 2:
            yield Amount(cents, 0.75)


def _more(lowered: str, context: Context) -> Amount | None:
    found = MORE.search(_blanked(lowered))
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
    return NOT_MONEY.sub(" ", PHONE.sub(" ", DOLLARS.sub(" ", lowered)))


def _cents(written: str) -> int:
    whole, _, cents = written.replace(",", "").partition(".")
    return int(whole) * CENTS + int((cents + "00")[:2])


def _worded(found: re.Match[str]) -> int:
    scale = 100 if found["scale"] == "hundred" else 1_000
    low = _value(found["low"]) * (100 if found["hundred"] else 1)
    return _value(found["high"]) * scale + low


def _value(words: str | None) -> int:
    return sum(VALUES[word] for word in re.split("[ -]", words)) if words else 0
