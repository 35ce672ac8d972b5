"""What a recording's placeholders stand for.

`<name>`, `<name:N>` and `…_0idx` stand for some text, the same everywhere in a case; the recorder numbered
different texts differently, so `<name:1>` and `<name:2>` stand for two. Some recordings name a thing without
brackets (`sqs_queue_url`): such a word stands for one text that holds a stand-in of the case
(`queue-u0000071`), and no other word does.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_PLACEHOLDER = re.compile(r"(<+[\w -]+(?:>?:\d+)?>+|\w+_\d+idx)")
_PLACEHOLDER_OR_NAME = re.compile(rf"{_PLACEHOLDER.pattern[:-1]}|\b[a-z][a-z0-9]*(?:[_-][a-z0-9]+)+\b)")
_NAME = re.compile(r"[A-Za-z][\w-]*")
_STAND_IN = re.compile(r"[-_]?u[0-9a-f]{7}(?![0-9a-zA-Z])")
_NUMBERED = re.compile(r"(?P<family><+[\w -]+>?):\d+>+")


class Bindings:
    """The texts that are known so far; a comparison that fails changes nothing."""

    def __init__(self) -> None:
        self._texts: dict[str, object] = {}

    def bind(self, name: str, value: object) -> bool:
        """Return whether the name may stand for the value, and remember it."""
        if name in self._texts:
            return self._texts[name] == value
        if isinstance(value, str) and value != name and _PLACEHOLDER.fullmatch(value):
            # an answer of the recording, handed on: another placeholder's text
            return False
        family = _family(name)
        if family and any(value == other for known, other in self._texts.items() if _family(known) == family):
            return False
        self._texts[name] = value
        return True

    def fits(self, recorded: str, actual: str) -> bool:
        """Return whether the recorded text is the actual one once its placeholders are filled in."""
        return self._fits(_PLACEHOLDER, recorded, actual)

    def fits_by_name(self, recorded: str, actual: str) -> bool:
        """Return the same, with names that have no brackets taken for placeholders too."""
        return _STAND_IN.search(actual) is not None and self._fits(_PLACEHOLDER_OR_NAME, recorded, actual)

    def _fits(self, pattern: re.Pattern[str], recorded: str, actual: str) -> bool:
        before, parts = dict(self._texts), pattern.split(recorded)
        if len(parts) > 1 and self._fill(parts[0::2], parts[1::2], actual):
            return True
        self._texts = before
        return False

    def copy(self) -> Bindings:
        copied = Bindings()
        copied._texts = dict(self._texts)
        return copied

    def _fill(self, literals: Sequence[str], names: Sequence[str], actual: str) -> bool:
        """Each placeholder takes the shortest text up to what must follow it; the last one the rest."""
        if not actual.startswith(literals[0]):
            return False
        position = len(literals[0])
        for number, name in enumerate(names):
            value = self._value(name, literals[number + 1 :], names[number + 1 :], actual[position:])
            if not value or not self._may_be(name, value):
                return False
            position += len(value)
            following = literals[number + 1]
            if not actual.startswith(following, position):
                return False
            position += len(following)
        return position == len(actual)

    def _may_be(self, name: str, value: str) -> bool:
        if not _NAME.fullmatch(name):
            return self.bind(name, value)
        return name == value or (_STAND_IN.search(value) is not None and self.bind(name, value))

    def _value(self, name: str, literals: Sequence[str], names: Sequence[str], rest: str) -> str:
        known = self._texts.get(name)
        if isinstance(known, str):
            return known if rest.startswith(known) else ""
        if _NAME.fullmatch(name) and rest.startswith(name):
            return name
        if not names:
            return rest.removesuffix(literals[0]) if rest.endswith(literals[0]) else ""
        following = self._certain(literals, names)
        end = rest.find(following, 1)
        return rest[:end] if end > 0 else ""

    def _certain(self, literals: Sequence[str], names: Sequence[str]) -> str:
        """What must follow: the next literal, and on through placeholders that are known."""
        text = literals[0]
        for name, literal in zip(names, literals[1:], strict=True):
            known = self._texts.get(name)
            if not isinstance(known, str):
                break
            text += known + literal
        return text


def has_placeholder(text: str) -> bool:
    return _PLACEHOLDER.search(text) is not None


def _family(name: str) -> str:
    """Names of one family stand for different texts."""
    numbered = _NUMBERED.fullmatch(name)
    return numbered["family"] if numbered else _NAME.pattern * bool(_NAME.fullmatch(name))
