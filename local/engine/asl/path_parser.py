"""Reads the text of a JSONPath into keys and selectors."""

from __future__ import annotations

import re

from local.engine.asl.errors import ExpressionSyntaxError
from local.engine.asl.path_filters import parse_filter
from local.engine.asl.path_selectors import (
    FromEnd,
    Position,
    Selector,
    children,
    descendants,
    index,
    named,
    sliced,
    union,
)
from local.engine.asl.paths import CONTEXT, DOCUMENT, Path

_ROOT = re.compile(r"\$\$|\$([A-Za-z_][\w]*)|\$")
# the service knows no functions: `length()` is a name, which leads nowhere
_MEMBER = re.compile(r"[^\s.\[\]()'\",?@$*:!=<>&|]+(?:\(\))?", re.UNICODE)
_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"")
_FROM_END = re.compile(r"\(\s*@\.length\s*-\s*(\d+)\s*\)")
_INTEGER = re.compile(r"-?\d+")
_SLICE = re.compile(r"(-?\d+)?\s*:\s*(-?\d+)?(?:\s*:\s*(-?\d+)?)?")


def parse_path(text: str) -> Path:
    """Read a path; ExpressionSyntaxError when it is none."""
    return PathParser(text).parse()


class PathParser:
    """One reading of one path; `parse_prefix` stops where the path ends instead of failing."""

    def __init__(self, text: str, position: int = 0) -> None:
        self.text = text
        self.start = position
        self.position = position
        self.keys: list[str | Position] = []
        self.selectors: list[Selector] = []

    def parse(self) -> Path:
        path = self.parse_prefix()
        if self.position != len(self.text):
            raise self._wrong("unexpected character")
        return path

    def parse_prefix(self) -> Path:
        root = self._root()
        while self._step():
            pass
        text = self.text[self.start : self.position]
        return Path(text, root, tuple(self.keys), tuple(self.selectors))

    def _root(self) -> str:
        match = _ROOT.match(self.text, self.position)
        if match is None:
            raise self._wrong("a path starts with $")
        self.position = match.end()
        return match.group(1) or (CONTEXT if match.group() == CONTEXT else DOCUMENT)

    def _step(self) -> bool:
        if self.text.startswith("..", self.position):
            self.position += 2
            self._descend()
        elif self.text.startswith(".", self.position):
            self.position += 1
            self._after_dot()
        elif self.text.startswith("[", self.position):
            self._brackets()
        else:
            return False
        return True

    def _after_dot(self) -> None:
        """A dot may stand before brackets too, as in `$.[0]`."""
        if self.text.startswith("[", self.position):
            self._brackets()
        else:
            self._member()

    def _descend(self) -> None:
        self.selectors.append(descendants)
        if not self.text.startswith("[", self.position):
            self._member()

    def _member(self) -> None:
        if self.text.startswith("*", self.position):
            self.position += 1
            self.selectors.append(children)
            return
        match = _MEMBER.match(self.text, self.position)
        if match is None:
            raise self._wrong("a name is missing after '.'")
        self.position = match.end()
        self._key(match.group())

    def _key(self, key: str | Position) -> None:
        if not self.selectors:
            self.keys.append(key)
        else:
            self.selectors.append(named(key) if isinstance(key, str) else index(key))

    def _brackets(self) -> None:
        self.position += 1
        self._skip_blanks()
        if self.text.startswith("?", self.position):
            self._filter()
        elif self.text.startswith("*", self.position):
            self.position += 1
            self.selectors.append(children)
        else:
            self._subscripts()
        self._skip_blanks()
        self._expect("]")

    def _filter(self) -> None:
        end = _closing(self.text, self.position - 1)
        if end < 0:
            raise self._wrong("a filter is not closed")
        self.selectors.append(parse_filter(self.text[self.position + 1 : end]))
        self.position = end

    def _subscripts(self) -> None:
        bounds = _SLICE.match(self.text, self.position)
        if bounds is not None:
            self.position = bounds.end()
            self.selectors.append(sliced(*(int(bound) if bound else None for bound in bounds.groups())))
            return
        keys = [self._subscript()]
        while self._comma():
            keys.append(self._subscript())
        if len(keys) == 1:
            self._key(keys[0])
        else:
            self.selectors.append(union(keys))

    def _subscript(self) -> str | Position:
        self._skip_blanks()
        quoted = _QUOTED.match(self.text, self.position)
        if quoted is not None:
            self.position = quoted.end()
            # a backslash keeps a quote from closing the name and stays part of it
            return quoted.group(1) or quoted.group(2) or ""
        from_end = _FROM_END.match(self.text, self.position)
        if from_end is not None:
            self.position = from_end.end()
            return FromEnd(int(from_end.group(1)))
        number = _INTEGER.match(self.text, self.position)
        if number is None:
            raise self._wrong("expected a quoted name or an index")
        self.position = number.end()
        return int(number.group())

    def _comma(self) -> bool:
        self._skip_blanks()
        found = self.text.startswith(",", self.position)
        self.position += found
        return found

    def _skip_blanks(self) -> None:
        while self.position < len(self.text) and self.text[self.position] == " ":
            self.position += 1

    def _expect(self, character: str) -> None:
        if not self.text.startswith(character, self.position):
            raise self._wrong(f"expected '{character}'")
        self.position += len(character)

    def _wrong(self, why: str) -> ExpressionSyntaxError:
        return ExpressionSyntaxError(f"{why} at position {self.position} of {self.text!r}")


def _closing(text: str, opening: int) -> int:
    """Return where the bracket at `opening` closes, quotes skipped; -1 when it does not."""
    depth = 0
    position = opening
    while position < len(text):
        quoted = _QUOTED.match(text, position)
        if quoted is not None:
            position = quoted.end()
            continue
        depth += {"[": 1, "]": -1}.get(text[position], 0)
        if depth == 0:
            return position
        position += 1
    return -1
