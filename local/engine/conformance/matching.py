"""Compares a value with a recorded one whose names, ids and dates were replaced.

A recorded `<name>`, `<name:N>` or `…_0idx` stands for some text, the same everywhere in the case. Inputs
hold stand-ins (`queue-u0000071`) for the recording's own names; what they stand for is learnt from the
first event. Texts that hold JSON are compared as JSON.
"""

from __future__ import annotations

import json
import re
from typing import Any
from uuid import UUID

from local.engine.asl.timestamps import parse_timestamp

_PLACEHOLDER = re.compile(r"<+[\w -]+(?:>?:\d+)?>+|\w+_0idx")
_STAND_IN = r"[\w.-]*[-_]u[0-9a-f]{7}[\w-]*"
_PARTS = re.compile(rf"(?P<placeholder>{_PLACEHOLDER.pattern})|(?P<word>[\w-]+)|(?P<other>.)", re.DOTALL)
_STAND_IN_ANYWHERE = re.compile(_STAND_IN)
_WORD = re.compile(r"[\w-]+")
_DATE_WORD = re.compile(r"date|time", re.IGNORECASE)
_NOISE = frozenset({"SdkHttpMetadata", "SdkResponseMetadata", "RequestId", "RoleArn", "roleArn"})


class Matcher:
    """Holds what the case's placeholders stand for; a failed comparison leaves no trace."""

    def __init__(self) -> None:
        self._bound: dict[str, str] = {}
        self._learnt: set[tuple[str, str]] = set()

    def learn(self, recorded: Any, actual: Any) -> None:
        """Note which texts of the recording's input the case's input holds others for."""
        recorded, actual = _opened(recorded), _opened(actual)
        if isinstance(recorded, dict) and isinstance(actual, dict):
            for name in recorded.keys() & actual.keys():
                self.learn(recorded[name], actual[name])
        elif isinstance(recorded, list) and isinstance(actual, list):
            for one, other in zip(recorded, actual, strict=False):
                self.learn(one, other)
        elif isinstance(recorded, str) and isinstance(actual, str):
            self._learnt.add((recorded, actual))

    def matches(self, recorded: Any, actual: Any, place: str = "") -> bool:
        before = dict(self._bound)
        if self._same(_opened(recorded), _opened(actual), place):
            return True
        self._bound = before
        return False

    def _same(self, recorded: Any, actual: Any, place: str) -> bool:
        if isinstance(recorded, dict) and isinstance(actual, dict):
            return self._same_objects(recorded, actual, place)
        if isinstance(recorded, list) and isinstance(actual, list):
            return len(recorded) == len(actual) and all(
                self._same(one, other, place) for one, other in zip(recorded, actual, strict=True)
            )
        if isinstance(recorded, str):
            return recorded == place or self._same_texts(recorded, actual)
        if isinstance(actual, str):
            return recorded is not None and _same_values(recorded, _value_of(actual))
        return _same_values(recorded, actual)

    def _same_objects(self, recorded: dict[str, Any], actual: dict[str, Any], place: str) -> bool:
        names = recorded.keys() - _NOISE
        if names != actual.keys() - _NOISE:
            return False
        return all(
            self._same(recorded[name], actual[name], f"{place}.{name}".lstrip(".")) for name in sorted(names)
        )

    def _same_texts(self, recorded: str, actual: Any) -> bool:
        if recorded == actual:
            return True
        if not isinstance(actual, str):
            return _drawn(recorded, actual)
        if (recorded, actual) in self._learnt or _erased_date(recorded, actual):
            return True
        if _is_uuid(actual) and "uuid" in recorded.lower():
            return self._consistent(recorded, actual)
        if _WORD.fullmatch(recorded) and _STAND_IN_ANYWHERE.search(actual):
            return self._consistent(recorded, actual)
        return self._bind(recorded, actual)

    def _bind(self, recorded: str, actual: str) -> bool:
        """Fit the recorded text on the actual one, its placeholders on any text, its words on stand-ins."""
        parts = list(_PARTS.finditer(recorded))
        match = re.fullmatch("".join(_expression(part) for part in parts), actual, re.DOTALL)
        if match is None:
            return False
        names = [part.group() for part in parts if part.lastgroup != "other"]
        return all(
            self._consistent(name, value)
            for name, value in zip(names, match.groups(), strict=True)
            if value is not None
        )

    def _consistent(self, name: str, value: str) -> bool:
        return self._bound.setdefault(name, value) == value


def _expression(part: re.Match[str]) -> str:
    if part.lastgroup == "placeholder":
        return "(.*?)"
    fixed = re.escape(part.group())
    return f"(?:{fixed}|({_STAND_IN}))" if part.lastgroup == "word" else fixed


def _erased_date(recorded: str, actual: str) -> bool:
    return parse_timestamp(actual.strip('"')) is not None and _DATE_WORD.search(recorded) is not None


def _drawn(recorded: str, actual: Any) -> bool:
    """A recorded word where a number is: the number was drawn at random."""
    return isinstance(actual, int | float) and not isinstance(actual, bool) and recorded.isidentifier()


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _same_values(recorded: Any, actual: Any) -> bool:
    return isinstance(recorded, bool) == isinstance(actual, bool) and bool(recorded == actual)


def _opened(value: Any) -> Any:
    """Parse texts that hold a JSON object or array, at any depth."""
    if isinstance(value, dict):
        return {name: _opened(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_opened(each) for each in value]
    if isinstance(value, str) and value.startswith(("{", "[")):
        parsed = _value_of(value)
        return value if parsed is None else _opened(parsed)
    return value


def _value_of(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
