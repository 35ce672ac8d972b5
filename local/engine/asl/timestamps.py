"""Timestamps of the RFC 3339 profile that ASL asks for."""

from __future__ import annotations

import re
from datetime import UTC, datetime

_FORM = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)")
_FRACTION = re.compile(r"[.,](\d+)")
_MICROSECOND_DIGITS = 6


def parse_timestamp(text: object) -> datetime | None:
    """Return the instant, or None for anything that is not `2027-03-14T01:59:00Z` or with an offset."""
    if not isinstance(text, str) or _FORM.fullmatch(text) is None:
        return None
    try:
        return datetime.fromisoformat(_FRACTION.sub(_microseconds, text))
    except ValueError:
        return None


def format_timestamp(moment: datetime) -> str:
    """Return the instant as the context object shows it: `2027-03-14T01:59:00.123Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def _microseconds(match: re.Match[str]) -> str:
    return "." + match.group(1)[:_MICROSECOND_DIGITS].ljust(_MICROSECOND_DIGITS, "0")
