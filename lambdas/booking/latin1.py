"""Any text in the characters that a PDF's built-in fonts have (Latin-1)."""
# ruff: noqa: RUF001 - the table is of characters that are mistaken for others

import unicodedata

_WRITTEN_OTHERWISE = str.maketrans(
    {
        "Ł": "L", "ł": "l", "Đ": "D", "đ": "d", "Ħ": "H", "ħ": "h", "ı": "i", "Œ": "OE", "œ": "oe", "Ŋ": "N",
        "ŋ": "n", "Ŧ": "T", "ŧ": "t", "ẞ": "SS", "€": "EUR", "‘": "'", "’": "'", "‚": ",", "“": '"', "”": '"',
        "„": '"', "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "…": "...", "•": "*", "™": "(TM)",
    }
)  # fmt: skip


def printable(text: str) -> str:
    """The text on one line in Latin-1: accents that Latin-1 lacks are dropped, other scripts become `?`."""
    return " ".join("".join(map(_latin1, text.translate(_WRITTEN_OTHERWISE))).split())


def _latin1(character: str) -> str:
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp", "Zs"):
        return " " if character.isspace() else ""
    if character.isascii() or "\xa0" < character <= "\xff":
        return character
    plain = "".join(
        part for part in unicodedata.normalize("NFKD", character) if not unicodedata.combining(part)
    )
    return plain if plain and plain.isascii() else "" if unicodedata.combining(character) else "?"
