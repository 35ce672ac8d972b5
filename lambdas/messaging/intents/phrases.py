"""Phrases that a reader can read, matched against the plain form of a text (`words.py`).

| element | matches |
| --- | --- |
| `stop/quit` | one of the words |
| `<message>` | a word, or words, of the class |
| `x?`, `x*` | none or one, any number of x |
| `~` | up to three words of any kind |
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
NUMBER = r" \d[\d:.]*"
GAP = "(?: [^ |?]+){0,3}?"
BEGIN = rf"(?:^|(?<= \|)|(?<= \?))(?:{FILLER})*"
FINISH = rf"(?:{FILLER})*(?=$| \|| \?)"

Classes = Mapping[str, str]
"""Class name to its members, written with `/` between them."""


class PhraseMalformed(ValueError):
    """A phrase names a class that there is not: a mistake in our own rules."""


class Phrases:
    """Several phrases with their classes; compiled on first use, so that an import costs nothing."""

    def __init__(self, phrases: Iterable[str], classes: Classes) -> None:
        self._phrases = tuple(line for phrase in phrases for line in _lines(phrase))
        self._classes = dict(classes)

    def found_in(self, plain: str) -> bool:
        """Whether any of the phrases is in the text."""
        return self.phrase_in(plain) is not None

    def phrase_in(self, plain: str) -> str | None:
        """The first phrase, as it is written here, that is in the text."""
        for phrase in self._phrases:
            if self._pattern(phrase).search(plain):
                return phrase
        return None

    def struck_from(self, plain: str) -> str:
        """The text with every word that a phrase covers replaced by `_`."""
        for phrase in self._phrases:
            plain = self._pattern(phrase).sub(lambda found: re.sub("[^ |?]+", "_", found[0]), plain)
        return plain

    def _pattern(self, phrase: str) -> re.Pattern[str]:
        return _compiled(phrase, tuple(self._classes.items()))


def _lines(phrase: str) -> list[str]:
    """The phrases of a text, one a line; a line that ends with `/` goes on in the next."""
    whole = re.sub(r"/\n\s*", "/", phrase)
    return [line.strip() for line in whole.splitlines() if line.strip()]


@cache
def _compiled(phrase: str, classes: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    known = dict(classes)
    return re.compile("".join(_element(element, known) for element in phrase.split()))


def _element(element: str, classes: Classes) -> str:
    fixed = {"^": BEGIN, "$": FINISH, "~": GAP, "?": r" \?"}
    if element in fixed:
        return fixed[element]
    if element.startswith("!"):
        return f"(?!{_words(element[1:], classes)})"
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
    if not name.startswith("<"):
        return [name]
    if name.strip("<>") not in classes:
        raise PhraseMalformed(f"There is no class {name}.")
    return [" ".join(member.split()) for member in classes[name.strip("<>")].split("/")]
