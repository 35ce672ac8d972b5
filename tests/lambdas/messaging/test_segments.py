"""Against a count of its own: this one walks code units and septets of the encoded text, not characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdas.messaging.segments import (
    BASIC,
    EXTENSION,
    Cost,
    Encoding,
    PriceTable,
    PriceUnknown,
    TextNotEncodable,
    cost_of,
    segmented,
)

BASIC_TABLE = """
@ Δ SP 0 ¡ P ¿ p
£ _ ! 1 A Q a q
$ Φ " 2 B R b r
¥ Γ # 3 C S c s
è Λ ¤ 4 D T d t
é Ω % 5 E U e u
ù Π & 6 F V f v
ì Ψ ' 7 G W g w
ò Σ ( 8 H X h x
Ç Θ ) 9 I Y i y
LF Ξ * : J Z j z
Ø ESC + ; K Ä k ä
ø Æ , < L Ö l ö
CR æ - = M Ñ m ñ
Å ß . > N Ü n ü
å É / ? O § o à
"""
"""The table of TS 23.038, clause 6.2.1, as it is printed there: columns are the high three bits."""

NAMED = {"SP": " ", "LF": "\n", "CR": "\r"}
ESCAPED = {
    "\f": 0x0A,
    "^": 0x14,
    "{": 0x28,
    "}": 0x29,
    "\\": 0x2F,
    "[": 0x3C,
    "~": 0x3D,
    "]": 0x3E,
    "|": 0x40,
    "€": 0x65,
}
ESCAPE = 0x1B


def septet_table() -> dict[str, list[int]]:
    rows = [line.split() for line in BASIC_TABLE.strip().splitlines()]
    basic = {
        NAMED.get(cell, cell): [column * 16 + row]
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
        if cell != "ESC"
    }
    return basic | {character: [ESCAPE, code] for character, code in ESCAPED.items()}


SEPTETS = septet_table()


def counted(text: str) -> tuple[str, int, int]:
    """Encoding, units and parts, by cutting the encoded units back to the last whole character."""
    if all(character in SEPTETS for character in text):
        units = [septet for character in text for septet in SEPTETS[character]]
        return "GSM-7", len(units), cuts(units, 160, 153, lambda unit: unit == ESCAPE)
    encoded = text.encode("utf-16-be")
    units = [int.from_bytes(encoded[at : at + 2], "big") for at in range(0, len(encoded), 2)]
    return "UCS-2", len(units), cuts(units, 70, 67, lambda unit: 0xD800 <= unit < 0xDC00)


def cuts(units: list[int], whole: int, part: int, opens_pair: object) -> int:
    assert callable(opens_pair)
    if len(units) <= whole:
        return 1 if units else 0
    count, at = 0, 0
    while at < len(units):
        end = min(at + part, len(units))
        at = end - 1 if end < len(units) and opens_pair(units[end - 1]) else end
        count += 1
    return count


TEXTS = st.one_of(
    st.text(st.sampled_from(sorted(BASIC | EXTENSION)), max_size=500),
    st.text(st.sampled_from([*sorted(EXTENSION), "a"]), min_size=140, max_size=330),
    st.text(st.sampled_from("aé😀🚛ñ¿ñ中€"), min_size=60, max_size=220),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=300),
)


def test_the_alphabet_is_the_standards() -> None:
    assert len(SEPTETS) == 127 + 10
    assert set(SEPTETS) == BASIC | EXTENSION


@given(TEXTS)
def test_parts_are_those_of_an_independent_count(text: str) -> None:
    found = segmented(text)

    assert (found.encoding, found.units, len(found.parts)) == counted(text)
    assert "".join(found.parts) == text


@given(TEXTS)
def test_every_part_fits_and_none_could_have_taken_more(text: str) -> None:
    found = segmented(text)
    capacity = {"GSM-7": (160, 153), "UCS-2": (70, 67)}[found.encoding][len(found.parts) > 1]

    sizes = [size(part, found.encoding) for part in found.parts]
    assert all(units <= capacity for units in sizes)
    for part, following in zip(found.parts, found.parts[1:], strict=False):
        assert size(part + following[0], found.encoding) > capacity


def size(text: str, encoding: Encoding) -> int:
    if encoding is Encoding.GSM_7:
        return sum(len(SEPTETS[character]) for character in text)
    return len(text.encode("utf-16-be")) // 2


@pytest.mark.parametrize(
    ("text", "encoding", "parts"),
    [
        ("", "GSM-7", 0),
        ("a" * 160, "GSM-7", 1),
        ("a" * 161, "GSM-7", 2),
        ("a" * 306, "GSM-7", 2),
        ("a" * 307, "GSM-7", 3),
        ("€" * 80, "GSM-7", 1),
        ("a" * 152 + "€" + "a" * 152, "GSM-7", 3),
        ("á" + "a" * 69, "UCS-2", 1),
        ("á" + "a" * 70, "UCS-2", 2),
        ("a" * 66 + "😀" + "a" * 3, "UCS-2", 2),
        ("ñ¿¡é à" * 26, "GSM-7", 1),
        ("It\u2019s", "UCS-2", 1),
    ],
)
def test_the_edges(text: str, encoding: str, parts: int) -> None:
    found = segmented(text)

    assert (found.encoding, len(found.parts)) == (encoding, parts)


def test_a_pair_moves_to_the_next_part_whole() -> None:
    assert segmented("a" * 66 + "😀" + "a" * 3).parts == ("a" * 66, "😀aaa")
    assert segmented("a" * 152 + "€" + "a" * 8).parts == ("a" * 152, "€" + "a" * 8)


def test_half_a_character_is_refused() -> None:
    with pytest.raises(TextNotEncodable, match="position 2"):
        segmented("ab\ud83d")


def test_a_cost_is_exact() -> None:
    prices = PriceTable("USD", {"US": 5_810, "CA": 6_700})

    assert cost_of(3, "US", prices) == Cost(17_430, "USD")
    assert cost_of(3, "US", prices).cents_rounded_up == 2
    assert cost_of(0, "US", prices).cents_rounded_up == 0
    with pytest.raises(PriceUnknown, match="MX"):
        cost_of(1, "MX", prices)
