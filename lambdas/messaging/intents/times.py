"""Times of day and spans that a driver states: "1830", "at 6:30", "6pm", "30 min out", "in 2 hours", "a
las 6".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

MINUTES_AN_HOUR = 60
WORD_NUMBERS = {
    "a": 1.0,
    "an": 1.0,
    "one": 1.0,
    "two": 2.0,
    "three": 3.0,
    "four": 4.0,
    "five": 5.0,
    "six": 6.0,
    "seven": 7.0,
    "eight": 8.0,
    "nine": 9.0,
    "ten": 10.0,
    "twelve": 12.0,
    "fifteen": 15.0,
    "twenty": 20.0,
    "thirty": 30.0,
    "forty": 40.0,
    "forty five": 45.0,
    "fifty": 50.0,
    "half": 0.5,
    "half an": 0.5,
    "half a": 0.5,
    "couple": 2.0,
    "a couple": 2.0,
    "couple of": 2.0,
    "a couple of": 2.0,
    "una": 1.0,
    "un": 1.0,
    "media": 0.5,
    "dos": 2.0,
    "tres": 3.0,
    "cuatro": 4.0,
    "cinco": 5.0,
    "diez": 10.0,
    "quince": 15.0,
    "veinte": 20.0,
    "treinta": 30.0,
}
_WORDS = "|".join(sorted((word.replace(" ", r"\s") for word in WORD_NUMBERS), key=len, reverse=True))
_COUNT = (
    r"(?P<{0}>\d+(?:\.\d+)?(?:\s(?:and|y)\s(?:a\shalf|half|media)|\s1/2)?\s*"
    rf"|(?:{_WORDS})\s+)(?:more\s+|mas\s+)?"
)
_HOURS = r"(?:hours?|hrs?|h|horas?)(?![a-z])"
_MINUTES = r"(?:minutes?|mins?|m|minutos?)(?![a-z])"
SPAN = re.compile(
    rf"(?<![\w.:$#])(?:(?:{_COUNT.format('hours')}|(?=hour and)){_HOURS}(?:\s*(?:and|y|,)?\s*"
    rf"(?P<more>\d+|a\shalf|half|media)\s*(?:{_MINUTES})?)?|{_COUNT.format('minutes')}{_MINUTES})"
)
WITH_HALF_DAY = re.compile(
    r"(?<![\w.:$#])(?P<hour>\d{1,2})(?:[:.]?(?P<minute>\d{2}))?\s*"
    r"(?P<half>a\.?\s?m\b|p\.?\s?m\b|a\b|p\b|de la (?:manana|tarde|noche))"
)
WITH_COLON = re.compile(r"(?<![\w.:$#])(?P<hour>\d{1,2}):(?P<minute>\d{2})(?![\d:])")
AFTER_WORD = re.compile(
    r"\b(?:at|by|around|about|before|after|til|till|until|eta(?: is)?|@|a las?|para las?|como a las?)\s*"
    r"(?P<hour>\d{1,2}?)(?P<minute>[0-5]\d)?(?:\s*(?:hrs?|h|hours?|ish|o ?clock))?(?![\w:.,$/]\w|\w"
    r"|\s*(?:am|pm|min|hour|mi|lb|h))"
)
FOUR_DIGITS = re.compile(r"(?<![\w.:$#,])(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?![\d:.,]\d|\w)")
NAMED = {
    "noon": time(12),
    "midday": time(12),
    "mediodia": time(12),
    "midnight": time(0),
    "medianoche": time(0),
}
TOMORROW = re.compile(r"\b(?:tomorrow|tmrw|tomorow|manana|tomm?orr?ow)\b(?<!de la manana)(?<!por la manana)")


@dataclass(frozen=True)
class StatedTime:
    """Either a span from now in minutes, or a time of day (`half_day_known` False: 6:30 may be 18:30)."""

    minutes: int | None = None
    clock: time | None = None
    half_day_known: bool = True
    days: int = 0


def stated_time(lowered: str, *, bare: bool = False) -> StatedTime | None:
    """Return the time that a text states, None if none.

    `lowered` is the text in lower case without accents. With `bare` (we asked for a time) four digits alone
    are a time too.
    """
    days = 1 if TOMORROW.search(lowered) else 0
    span = SPAN.search(lowered)
    if span is not None:
        return StatedTime(minutes=_minutes(span))
    for pattern in (WITH_HALF_DAY, WITH_COLON, AFTER_WORD, *((FOUR_DIGITS,) if bare else ())):
        for found in pattern.finditer(lowered):
            clock = _clock(found, pattern, days)
            if clock is not None:
                return clock
    named = next((at for word, at in NAMED.items() if re.search(rf"\b{word}\b", lowered)), None)
    return None if named is None else StatedTime(clock=named, days=days)


def instant_of(stated: StatedTime, now: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant in UTC that a stated time means: the next such time after `now` in `zone`.

    A time that daylight saving skips is as much later (2:30 is 3:30); of one that comes twice, the first.
    """
    if stated.minutes is not None:
        return now.astimezone(UTC) + timedelta(minutes=stated.minutes)
    assert stated.clock is not None
    local = now.astimezone(zone)
    day = local.date() + timedelta(days=stated.days)
    clocks = [stated.clock]
    if not stated.half_day_known:
        clocks.append(time((stated.clock.hour + 12) % 24, stated.clock.minute))
    candidates = [_at(day, clock, zone) for clock in clocks] if stated.days else []
    candidates = candidates or [_at(day + timedelta(days=n), c, zone) for n in (0, 1) for c in clocks]
    return min((at for at in candidates if at > now), default=min(candidates))


def _at(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, zone).astimezone(UTC)


def _minutes(span: re.Match[str]) -> int:
    if span["minutes"] is not None:
        return round(_number(span["minutes"]))
    hours = _number(span["hours"] or "one")
    more = span["more"]
    extra = 30.0 if more in ("a half", "half", "media") else float(more or 0)
    return round(hours * MINUTES_AN_HOUR + extra)


def _number(written: str) -> float:
    known = WORD_NUMBERS.get(" ".join(written.split()))
    if known is not None:
        return known
    whole, *half = written.split()
    return float(whole) + (0.5 if half else 0.0)


def _clock(found: re.Match[str], pattern: re.Pattern[str], days: int) -> StatedTime | None:
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    half = found["half"] if pattern is WITH_HALF_DAY else None
    if half is not None:
        if not 1 <= hour <= 12:  # noqa: PLR2004 - a clock face
            return None
        afternoon = half[0] == "p" or half in ("de la tarde", "de la noche")
        return _stated(hour % 12 + (12 if afternoon else 0), minute, days, known=True)
    military = found["hour"].startswith("0") or hour > 12 or pattern is FOUR_DIGITS  # noqa: PLR2004 - as above
    return _stated(hour, minute, days, known=military)


def _stated(hour: int, minute: int, days: int, *, known: bool) -> StatedTime | None:
    if hour > 23 or minute > 59:  # noqa: PLR2004 - a clock face
        return None
    return StatedTime(clock=time(hour, minute), half_day_known=known, days=days)
