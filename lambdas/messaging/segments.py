"""How a text travels: its alphabet, its parts, and what they cost.

3GPP TS 23.038 (alphabets) and TS 23.040 (concatenation): 160 septets or 70 UTF-16 code units in one part;
each part of several has a header and holds 153 or 67. As in carriers' gateways, no escape sequence and no
surrogate pair is split over parts. One character outside GSM-7 makes the whole text UCS-2.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from lambdas.shared.errors import RejectedError

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = frozenset("\f^{}\\[~]|€")
MICROS = 1_000_000
"""Prices are integer millionths of a currency's unit: $0.00581 is 5810."""

MICROS_PER_CENT = MICROS // 100


class Encoding(StrEnum):
    """The alphabets of SMS."""

    GSM_7 = "GSM-7"
    UCS_2 = "UCS-2"


CAPACITY: Mapping[Encoding, tuple[int, int]] = {Encoding.GSM_7: (160, 153), Encoding.UCS_2: (70, 67)}
"""Units in a text of one part, and in each part of several."""


class PriceUnknown(RejectedError):
    """The price table has no row for a destination."""

    def __init__(self, region: str | None) -> None:
        super().__init__(
            f"There is no price for texts to {region or 'an unknown region'}. Add its row to the price table."
        )


class TextNotEncodable(RejectedError):
    """Half of a surrogate pair: the text was cut in the middle of a character, or is not UTF-8."""

    def __init__(self, position: int) -> None:
        super().__init__(
            f"The character at position {position} is half of one. Send the text as valid UTF-8."
        )


@dataclass(frozen=True)
class Segments:
    """A text as it is sent; `units` are septets or UTF-16 code units without headers."""

    encoding: Encoding
    units: int
    parts: tuple[str, ...]


@dataclass(frozen=True)
class PriceTable:
    """Micros of `currency` that one part costs, by the ISO 3166 region of its recipient."""

    currency: str
    micros_per_part: Mapping[str, int]


@dataclass(frozen=True)
class Cost:
    """Integer millionths of a unit of `currency`, so that no part is rounded away."""

    micros: int
    currency: str

    @property
    def cents_rounded_up(self) -> int:
        """Whole cents, for a person."""
        return -(-self.micros // MICROS_PER_CENT)


def segmented(text: str) -> Segments:
    """Return the parts of a text; the empty text has none. Raises TextNotEncodable."""
    _require_whole_characters(text)
    encoding = encoding_of(text)
    units = sum(_width(character, encoding) for character in text)
    whole, part = CAPACITY[encoding]
    if units <= whole:
        return Segments(encoding, units, (text,) if text else ())
    return Segments(encoding, units, tuple(_filled(text, encoding, part)))


def encoding_of(text: str) -> Encoding:
    """Return GSM-7 when every character is of its basic or extension table."""
    return Encoding.GSM_7 if (BASIC | EXTENSION).issuperset(text) else Encoding.UCS_2


def cost_of(parts: int, region: str | None, prices: PriceTable) -> Cost:
    """Return what `parts` parts to a region cost. Raises PriceUnknown."""
    micros = prices.micros_per_part.get(region or "")
    if micros is None:
        raise PriceUnknown(region)
    return Cost(parts * micros, prices.currency)


def _filled(text: str, encoding: Encoding, capacity: int) -> Iterator[str]:
    start, used = 0, 0
    for position, character in enumerate(text):
        width = _width(character, encoding)
        if used + width > capacity:
            yield text[start:position]
            start, used = position, 0
        used += width
    yield text[start:]


def _width(character: str, encoding: Encoding) -> int:
    wide = character in EXTENSION if encoding is Encoding.GSM_7 else ord(character) > 0xFFFF  # noqa: PLR2004 - BMP
    return 2 if wide else 1


def _require_whole_characters(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise TextNotEncodable(error.start) from error
