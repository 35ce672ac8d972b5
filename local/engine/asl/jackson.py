"""Why a text is no JSON, in the words of the parser that the service uses (Jackson).

The first thing that is wrong is told: a character, a token or the end of the text, and its line and column.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import json

_REDACTED = "REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled)"
_LONGEST_SHOWN = 500
_TOKEN = re.compile(r"[\w$]+")
_VALUES = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"
_SEPARATORS = {"Expecting ':' delimiter": "a colon to separate field name and value"}
_NAME = "Expecting property name enclosed in double quotes"
_COMMA = "Expecting ',' delimiter"
_CONTROL = "Invalid control character at"
_NOT_ESCAPED = "has to be escaped using backslash to be included in string value"
_ESCAPE = "Invalid \\escape"
_NO_VALUE = ("Expecting value", "Extra data")
_CLOSING = {"{": "Object", "[": "Array"}


def why_no_json(text: str, problem: json.JSONDecodeError) -> str:
    """Return what is wrong with a text that `json.loads` refused."""
    told, place = _Wrong(text, problem.msg, problem.pos, _REDACTED).told()
    return f"{told}\n at {place}"


def why_no_definition(text: str, problem: json.JSONDecodeError) -> tuple[str, str]:
    """Return what is wrong and where, with the text's beginning as the source."""
    told, place = _Wrong(text, problem.msg, problem.pos, _beginning(text)).told()
    return f"{told}\n at {place}", place


def why_no_payload(text: str, problem: json.JSONDecodeError) -> str:
    """Return what is wrong without its place, as it is told of a request's input or output."""
    return _Wrong(text, problem.msg, problem.pos, _beginning(text)).told()[0]


def unrecognized(token: str) -> str:
    return f"Unrecognized token '{token}': was expecting {_VALUES}"


def _beginning(text: str) -> str:
    rest = len(text) - _LONGEST_SHOWN
    return f'(String)"{text}"' if rest <= 0 else f'(String)"{text[:_LONGEST_SHOWN]}[truncated {rest} chars]"'


class _Wrong:
    def __init__(self, text: str, problem: str, position: int, source: str) -> None:
        self._text = text
        self._source = source
        self._problem = problem
        self._at = position
        while problem != _CONTROL and self._at < len(text) and text[self._at].isspace():
            self._at += 1

    def told(self) -> tuple[str, str]:
        """Return the sentence and the place."""
        if self._at >= len(self._text) or self._problem.startswith("Unterminated string"):
            return self._ended()
        token = _TOKEN.match(self._text, self._at)
        if self._problem in _NO_VALUE and token:
            return unrecognized(token.group()), self._place(token.end())
        character = self._text[self._at]
        if self._problem == _CONTROL:
            message = f"Illegal unquoted character ((CTRL-CHAR, code {ord(character)})): {_NOT_ESCAPED}"
            return message, self._place(self._at)
        if self._problem == _ESCAPE:
            escaped = self._text[self._at + 1]
            message = f"Unrecognized character escape '{escaped}' (code {ord(escaped)})"
            return message, self._place(self._at + 1)
        message = f"Unexpected character ('{character}' (code {ord(character)})): {self._expected()}"
        return message, self._place(self._at)

    def _expected(self) -> str:
        if self._problem == _NAME:
            return "was expecting double-quote to start field name"
        if self._problem == _COMMA:
            return f"was expecting comma to separate {self._container()} entries"
        if self._problem in _SEPARATORS:
            return f"was expecting {_SEPARATORS[self._problem]}"
        return f"expected a valid value {_VALUES}"

    def _ended(self) -> tuple[str, str]:
        end = self._place(len(self._text))
        if self._problem.startswith("Unterminated string"):
            return "Unexpected end-of-input: was expecting closing quote for a string value", end
        opening = self._opening()
        if opening < 0:
            return "Unexpected end-of-input", end
        kind = _CLOSING[self._text[opening]]
        start = self._place(opening)
        return f"Unexpected end-of-input: expected close marker for {kind} (start marker at {start})", end

    def _container(self) -> str:
        opening = self._opening()
        return _CLOSING[self._text[opening]] if opening >= 0 else "Root"

    def _opening(self) -> int:
        """Where the innermost container that is still open begins; -1 outside of all."""
        opened: list[int] = []
        for match in re.finditer(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', self._text[: self._at]):
            if match.group() in _CLOSING:
                opened.append(match.start())
            elif match.group() in "]}" and opened:
                opened.pop()
        return opened[-1] if opened else -1

    def _place(self, position: int) -> str:
        line = self._text.count("\n", 0, position) + 1
        column = position - (self._text.rfind("\n", 0, position) + 1) + 1
        return f"[Source: {self._source}; line: {line}, column: {column}]"
