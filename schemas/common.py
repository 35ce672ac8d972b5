"""The types that every service's bodies, tasks and events share: money, phones, zones, instants, ids."""

import re
from datetime import datetime
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    StringConstraints,
    WithJsonSchema,
)

MAXIMUM_CENTS = 10**12
MAXIMUM_SAFE_INTEGER = 2**53 - 1
E164_PATTERN = r"^\+[1-9]\d{6,14}$"
ZONE_PATTERN = r"^(UTC|[A-Z][A-Za-z_]+(/[A-Za-z0-9_+\-]+)+)$"
FIRST_YEAR, LAST_YEAR = 2000, 2100
INSTANT_PATTERN = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}")


class FrozenModel(BaseModel):
    """A value that refuses unknown fields; its validator is built on first use, to keep imports cheap."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


def _known_phone(value: str) -> str:
    # phonenumbers takes tens of milliseconds to import and most functions see no phone.
    import phonenumbers  # noqa: PLC0415

    try:
        number = phonenumbers.parse(value)
    except phonenumbers.NumberParseException as error:
        message = f"is not a phone number in E.164 form such as +13175550123: {error}"
        raise ValueError(message) from error
    if not phonenumbers.is_possible_number(number):
        message = "is not a possible phone number: check its country code and its length"
        raise ValueError(message)
    return value


def _known_zone(value: str) -> str:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # noqa: PLC0415 - as above

    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        message = "is not an IANA time zone name such as America/Chicago"
        raise ValueError(message) from error
    return value


def _written_instant(value: object) -> object:
    if isinstance(value, datetime) or (isinstance(value, str) and INSTANT_PATTERN.match(value)):
        return value
    message = "must be an ISO 8601 date and time with its offset, such as 2027-03-10T07:00:00-05:00"
    raise ValueError(message)


def _within_our_time(value: datetime) -> datetime:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        message = f"must be of the years {FIRST_YEAR} to {LAST_YEAR}"
        raise ValueError(message)
    return value


def _storable_text(value: str) -> str:
    if "\x00" in value:
        message = "must not contain the NUL character"
        raise ValueError(message)
    return value


Text = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=2_000), AfterValidator(_storable_text)
]
Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    AfterValidator(_storable_text),
]
Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:\-]{0,127}$")]
WorkspaceId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._\-]{0,63}$")]
Email = Annotated[
    str,
    StringConstraints(pattern=r"^[^@\s\x00]{1,64}@[^@\s\x00]+\.[^@\s\x00]+$", max_length=254, to_lower=True),
]
"""In lower case, so that who answers is known again however a mail program writes the address."""
E164 = Annotated[str, StringConstraints(pattern=E164_PATTERN), AfterValidator(_known_phone)]
ZoneName = Annotated[str, StringConstraints(pattern=ZONE_PATTERN, max_length=64), AfterValidator(_known_zone)]
Instant = Annotated[
    AwareDatetime,
    BeforeValidator(_written_instant),
    AfterValidator(_within_our_time),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
Cents = Annotated[int, Strict(), Field(ge=0, le=MAXIMUM_CENTS)]
Count = Annotated[int, Strict(), Field(ge=0, le=2**31 - 1)]
Version = Annotated[int, Strict(), Field(ge=0, le=MAXIMUM_SAFE_INTEGER)]
Seconds = Annotated[int, Strict(), Field(ge=1, le=31_536_000)]
DotNumber = Annotated[int, Strict(), Field(ge=1, le=99_999_999)]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


class Money(FrozenModel):
    """Integer cents of an ISO 4217 currency; floats, booleans and numeric strings are refused."""

    amount: Cents
    currency: Currency


class Contact(FrozenModel):
    """Whom to reach at a carrier; compared with the carrier's known contacts when it answers."""

    name: Name | None = None
    phone: E164 | None = None
    email: Email | None = None


MAXIMUM_JSON_DEPTH = 32


def storable_json(value: Any, depth: int = 0) -> Any:
    """Return `value` when Postgres can keep it as jsonb; ValueError names why it cannot."""
    if depth > MAXIMUM_JSON_DEPTH:
        message = f"is nested more than {MAXIMUM_JSON_DEPTH} levels deep"
        raise ValueError(message)
    if isinstance(value, dict):
        for key, item in value.items():
            storable_json(key, depth + 1)
            storable_json(item, depth + 1)
    elif isinstance(value, list):
        for item in value:
            storable_json(item, depth + 1)
    elif isinstance(value, str):
        _refuse_unstorable_text(value)
    elif isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):  # noqa: PLR0124
        message = "must not contain NaN or Infinity"
        raise ValueError(message)
    return value


def _refuse_unstorable_text(value: str) -> None:
    _storable_text(value)
    try:
        value.encode()
    except UnicodeEncodeError as error:
        message = "must not contain half of a surrogate pair"
        raise ValueError(message) from error
