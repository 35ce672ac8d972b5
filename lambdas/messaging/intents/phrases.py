"""Phrases that a reader can read, matched against the plain form of a text (`words.py`).

| element | matches |
| --- | --- |
| `stop/quit` | one of the words |
| `<message>` | a word, or words, of the class |
| `x?`, `x*` | none or one, any number of x |
| `~` | up to three words of any kind |
| `~<other>` | up to four words, none of them of the class |
| `.` | one word of any kind |
| `#` | a number, alone or among the words |
| `?` | a question mark |
| `!from/on` | nothing, if none of these comes next |
| `^`, `$` | the beginning and the end of a clause, fillers such as "please" left aside |
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache

FILLERS = (
    "please now just ok hey hi hello sir man bro dude guys yo thanks thank-you thank already immediately",
    "asap kindly lol and so but well damn right really buddy boss maam",
    "amigo por favor ya gracias oye bueno sr senor pues",
)
WORD_END = "(?= |$)"
FILLER = "(?:" + "|".join(" " + word.replace("-", " ") for word in " ".join(FILLERS).split()) + ")" + WORD_END
NUMBER = r" \d[\d:.]*(?:[ap]m)?"
GAP = "(?: [^ |?]+){0,3}?"
BEGIN = rf"(?:^|(?<= \|)|(?<= \?))(?:{FILLER})*"
FINISH = rf"(?:{FILLER})*(?=$| \|| \?)"

ANY = " [^ |?]+" + WORD_END

FIXED = {"^": BEGIN, "$": FINISH, "~": GAP, ".": ANY, "?": r" \?"}

Classes = Mapping[str, str]
"""Class name to its members, written with `/` between them."""


class PhraseMalformed(ValueError):
    """A phrase that cannot be read: a mistake in our own rules."""


class Phrases:
    """Several phrases with their classes; each compiled when a text first has the words that it needs."""

    def __init__(self, phrases: Iterable[str], classes: Classes) -> None:
        self._phrases = tuple(line for phrase in phrases for line in _lines(phrase))
        self._classes = tuple(classes.items())

    def found_in(self, plain: str) -> bool:
        """Whether any of the phrases is in the text."""
        return self.phrase_in(plain) is not None

    def phrase_in(self, plain: str) -> str | None:
        """The first phrase, as it is written here, that is in the text."""
        words = frozenset(plain.split())
        for phrase in self._phrases:
            if self._may_be_in(phrase, words) and _compiled(phrase, self._classes).search(plain):
                return phrase
        return None

    def struck_from(self, plain: str) -> str:
        """The text with every word that a phrase covers replaced by `_`."""
        words = frozenset(plain.split())
        for phrase in self._phrases:
            if self._may_be_in(phrase, words):
                plain = _compiled(phrase, self._classes).sub(_struck, plain)
        return plain

    def compile(self) -> None:
        """Compile all phrases at once. Raises PhraseMalformed."""
        for phrase in self._phrases:
            _compiled(phrase, self._classes)

    def _may_be_in(self, phrase: str, words: frozenset[str]) -> bool:
        needed = _needed(phrase, self._classes)
        return needed is None or not needed.isdisjoint(words)


def _struck(found: re.Match[str]) -> str:
    return re.sub("[^ |?]+", "_", found[0])


@cache
def _needed(phrase: str, classes: tuple[tuple[str, str], ...]) -> frozenset[str] | None:
    """Words of which a text must have one for the phrase to be in it: those of its first fixed element."""
    known = dict(classes)
    for element in phrase.split():
        if element in FIXED or element[0] in "!~" or element[-1] in "?*" or "#" in element:
            continue
        members = [member for name in element.split("/") for member in _members(name, known)]
        return frozenset(member.split()[0] for member in members)
    return None


def _lines(phrase: str) -> list[str]:
    """The phrases of a text, one a line; a line that ends with `/` goes on in the next."""
    whole = re.sub(r"/\n\s*", "/", phrase)
    return [line.strip() for line in whole.splitlines() if line.strip()]


@cache
def _compiled(phrase: str, classes: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    known = dict(classes)
    return re.compile("".join(_element(element, known) for element in phrase.split()))


def _element(element: str, classes: Classes) -> str:
    if element in FIXED:
        return FIXED[element]
    if element.startswith("!"):
        return f"(?!{_words(element[1:], classes)})"
    if element.startswith("~"):
        return f"(?:(?!{_words(element[1:], classes)}) [^ |?]+){{0,4}}?"
    if element[-1] in "?*":
        return f"(?:{_words(element[:-1], classes)}){element[-1]}"
    return _words(element, classes)


def _words(element: str, classes: Classes) -> str:
    members = [member for name in element.split("/") for member in _members(name, classes)]
    return (
        "(?:"
        + "|".join(NUMBER if member == "#" else f" {re.escape(member)}" for member in members)
        + ")"
        + WORD_END
    )


def _members(name: str, classes: Classes) -> list[str]:
    if name != "?" and ("?" in name or "*" in name):
        raise PhraseMalformed(f"`?` and `*` stand at the end of an element, not within {name}.")
    if not name.startswith("<"):
        return [name]
    if name.strip("<>") not in classes:
        raise PhraseMalformed(f"There is no class {name}.")
    return [" ".join(member.split()) for member in classes[name.strip("<>")].split("/")]
