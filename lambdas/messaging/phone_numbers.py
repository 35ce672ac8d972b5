"""Numbers that a text may go to: parsed by `phonenumbers` (Google's libphonenumber), kept in E.164.

In the North American plan a number does not tell a mobile from a landline, so such a number is
taken unless a carrier lookup (`line`) says what it is. Numbers with 555 as area code or exchange belong to
nobody; they are taken as mobiles, because demonstrations and tests need numbers that reach no person.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from lambdas.shared.errors import RejectedError

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber as Parsed

MAXIMUM_LENGTH = 40
NORTH_AMERICA = 1
FICTIONAL = "555"
DIRECTORY_ASSISTANCE = "5551212"


class Line(StrEnum):
    """What answers at a number."""

    MOBILE = "mobile"
    MOBILE_OR_LANDLINE = "mobile_or_landline"
    LANDLINE = "landline"
    TOLL_FREE = "toll_free"
    PREMIUM_RATE = "premium_rate"
    VOIP = "voip"
    OTHER = "other"


class PhoneNumberRefused(RejectedError):
    """A number that no text may go to; `reason` is stable, for rows and answers."""

    reason: ClassVar[str] = "refused"
    advice: ClassVar[str] = "Give the number of a mobile."

    def __init__(self, detail: str = "") -> None:
        super().__init__(" ".join(part for part in (detail, self.advice) if part))


class PhoneNumberUnreadable(PhoneNumberRefused):
    reason = "unreadable"
    advice = "This is not a phone number. Write it in E.164 form, such as +13175550123."


class PhoneNumberImpossible(PhoneNumberRefused):
    reason = "impossible"
    advice = "Check the country code and the count of digits."


class PhoneNumberInvalid(PhoneNumberRefused):
    reason = "invalid"
    advice = "No such number is assigned in its country. Check the area code and the digits."


class LandlineNumber(PhoneNumberRefused):
    reason = "landline"
    advice = "This is a landline, which takes no texts. Give a mobile, or use voice."


class PremiumRateNumber(PhoneNumberRefused):
    reason = "premium_rate"
    advice = "This is a premium-rate number, which costs whoever reaches it. Give a mobile."


class TollFreeNumber(PhoneNumberRefused):
    reason = "toll_free"
    advice = "This is a toll-free number, which belongs to a business. Give a mobile."


class VoipNumber(PhoneNumberRefused):
    reason = "voip"
    advice = "This is an internet (VoIP) number, which need not be where its owner is. Give a mobile."


class NotASubscriberNumber(PhoneNumberRefused):
    reason = "not_a_subscriber"
    advice = "This number is a pager, voicemail, personal or company-wide one. Give a mobile."


@dataclass(frozen=True)
class PhoneNumber:
    """A number that may be texted: E.164, ISO 3166 region (None for 555 area codes) and what answers."""

    e164: str
    region: str | None
    line: Line


REFUSALS: dict[Line, type[PhoneNumberRefused]] = {
    Line.LANDLINE: LandlineNumber,
    Line.TOLL_FREE: TollFreeNumber,
    Line.PREMIUM_RATE: PremiumRateNumber,
    Line.VOIP: VoipNumber,
    Line.OTHER: NotASubscriberNumber,
}


def text_recipient(written: str, *, region: str = "US", line: Line | None = None) -> PhoneNumber:
    """Return the number of `written`, as people write it, if a text may go there.

    `region` is where a number without a country code is meant; `line` is what a carrier lookup said, if any.
    Raises the PhoneNumberRefused that says why not.
    """
    parsed = _parsed(written, region)
    found = _number(parsed)
    told = line if line not in (None, Line.MOBILE_OR_LANDLINE) else found.line
    if found.line in REFUSALS or told in REFUSALS:
        raise REFUSALS[found.line if found.line in REFUSALS else told]
    return PhoneNumber(found.e164, found.region, told)


def time_zones_of(e164: str) -> tuple[str, ...]:
    """Return the IANA zones that a number's area code lies in, none if it tells nothing (toll-free, 555)."""
    import phonenumbers  # noqa: PLC0415 - tens of milliseconds, which most functions need not pay
    from phonenumbers import timezone  # noqa: PLC0415 - as above

    parsed = phonenumbers.parse(e164)
    if not phonenumbers.is_valid_number(parsed):
        return ()
    zones = timezone.time_zones_for_number(parsed)
    return () if timezone.UNKNOWN_TIMEZONE in zones else tuple(zones)


def area_code_of(e164: str) -> str | None:
    """Return the three-digit area code of a number of the North American plan, else None."""
    return e164[2:5] if e164.startswith("+1") and len(e164) == len("+13175550123") else None


def _parsed(written: str, region: str) -> "Parsed":
    import phonenumbers  # noqa: PLC0415 - as above

    if len(written) > MAXIMUM_LENGTH:
        raise PhoneNumberUnreadable
    try:
        parsed = phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException as error:
        raise PhoneNumberUnreadable from error
    if parsed.extension:
        raise LandlineNumber("A number with an extension is a switchboard's.")
    if not phonenumbers.is_possible_number(parsed):
        raise PhoneNumberImpossible
    return parsed


def _number(parsed: "Parsed") -> PhoneNumber:
    import phonenumbers  # noqa: PLC0415 - as above

    e164 = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    if _belongs_to_nobody(parsed):
        return PhoneNumber(e164, phonenumbers.region_code_for_number(parsed), Line.MOBILE)
    if not phonenumbers.is_valid_number(parsed):
        raise PhoneNumberInvalid
    return PhoneNumber(e164, phonenumbers.region_code_for_number(parsed), _line(parsed))


def _belongs_to_nobody(parsed: "Parsed") -> bool:
    from phonenumbers import PhoneNumberType, number_type  # noqa: PLC0415 - as above

    national = str(parsed.national_number)
    if parsed.country_code != NORTH_AMERICA or national[3:] == DIRECTORY_ASSISTANCE:
        return False
    subscriber = number_type(parsed) in {PhoneNumberType.FIXED_LINE_OR_MOBILE, PhoneNumberType.UNKNOWN}
    return subscriber and FICTIONAL in {national[:3], national[3:6]}


def _line(parsed: "Parsed") -> Line:
    from phonenumbers import PhoneNumberType, number_type  # noqa: PLC0415 - as above

    lines = {
        PhoneNumberType.MOBILE: Line.MOBILE,
        PhoneNumberType.FIXED_LINE_OR_MOBILE: Line.MOBILE_OR_LANDLINE,
        PhoneNumberType.FIXED_LINE: Line.LANDLINE,
        PhoneNumberType.TOLL_FREE: Line.TOLL_FREE,
        PhoneNumberType.PREMIUM_RATE: Line.PREMIUM_RATE,
        PhoneNumberType.SHARED_COST: Line.PREMIUM_RATE,
        PhoneNumberType.VOIP: Line.VOIP,
    }
    return lines.get(number_type(parsed), Line.OTHER)
