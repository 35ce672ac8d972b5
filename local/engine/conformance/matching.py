"""Compares what the engine says with what was recorded of the service.

The recorder parsed the JSON that the service gave as text, once, erased dates, and put placeholders for names
and ids (`placeholders`); a text that is the name of its own place, or is `map_run_arn` for `mapRunArn`, was
erased as well. Nothing else may differ.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from local.engine.asl.timestamps import parse_timestamp
from local.engine.conformance.placeholders import Bindings, has_placeholder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

JSON = Any

_ERASED_DATE = re.compile(r'"?<?(?:[a-z]+-)?(?:date|time|timestamp)>?"?')
_CAPITAL = re.compile(r"[A-Z]")
_WORD = re.compile(r"[A-Za-z][\w-]*")
_NOISE = frozenset({"SdkHttpMetadata", "SdkResponseMetadata", "RequestId"})
_CONTAINERS = ("{", "[")


class Matcher:
    """`stand_ins` are texts of the case's input and what the recording has for them.

    `respaced` are JSON texts of which the recorder kept the value, but not the blanks; `drawn` are values
    that may have been drawn at random: a recorded word may stand for one.
    """

    def __init__(
        self,
        stand_ins: Mapping[str, str] | None = None,
        respaced: frozenset[str] = frozenset(),
        drawn: frozenset[JSON] = frozenset(),
    ) -> None:
        self._stand_ins = dict(stand_ins or {})
        self._respaced = respaced
        self._drawn = drawn
        self._bindings = Bindings()

    def matches(self, recorded: JSON, said: JSON, place: str = "") -> bool:
        """Compare what the engine's API says at this place, JSON texts unparsed, with its recording."""
        return self._trying(lambda: self._same_said(recorded, said, place))

    def matches_value(self, recorded: JSON, value: JSON) -> bool:
        """Compare two JSON values."""
        return self._trying(lambda: self._same(recorded, value))

    def _trying(self, compare: Callable[[], bool]) -> bool:
        before = self._bindings.copy()
        if compare():
            return True
        self._bindings = before
        return False

    def _same_said(self, recorded: JSON, said: JSON, place: str) -> bool:
        if isinstance(said, dict) and isinstance(recorded, dict):
            return _same_names(recorded, said) and all(
                self._same_said(recorded[name], said[name], f"{place}.{name}".lstrip("."))
                for name in sorted(recorded.keys() - _NOISE)
            )
        if isinstance(said, str) and isinstance(recorded, dict | list | int | float):
            return self._same(recorded, parsed(said))
        if isinstance(said, str) and isinstance(recorded, str):
            return (
                recorded in _names_of(place)
                or self._same_texts(recorded, said)
                or self._same_parsed(recorded, said)
            )
        return self._same(recorded, said)

    def _same_parsed(self, recorded: str, said: str) -> bool:
        value = parsed(recorded) if recorded.startswith(_CONTAINERS) else None
        return value is not None and self._same(value, parsed(said))

    def _same(self, recorded: JSON, actual: JSON) -> bool:
        if isinstance(recorded, dict) and isinstance(actual, dict):
            return _same_names(recorded, actual) and all(
                self._same(recorded[name], actual[name]) for name in sorted(recorded.keys() - _NOISE)
            )
        if isinstance(recorded, list) and isinstance(actual, list):
            return len(recorded) == len(actual) and all(map(self._same, recorded, actual))
        if isinstance(recorded, str) and isinstance(actual, str):
            return self._same_texts(recorded, actual) or (
                actual in self._respaced and self._same_parsed(recorded, actual)
            )
        if isinstance(recorded, str):
            return self._is_drawn(recorded, actual)
        return _same_values(recorded, actual)

    def _same_texts(self, recorded: str, actual: str) -> bool:
        named = self._stand_ins.get(actual, actual)
        if recorded == named:
            return True
        return (
            (_ERASED_DATE.fullmatch(recorded) is not None and _is_date(actual.strip('"')))
            or self._is_drawn(recorded, actual)
            or self._fits(recorded, actual)
        )

    def _fits(self, recorded: str, actual: str) -> bool:
        if self._bindings.fits(recorded, actual):
            return True
        renamed = self._renamed(actual)
        if renamed == actual:
            return self._bindings.fits_by_name(recorded, actual)
        return recorded == renamed or self._bindings.fits(recorded, renamed)

    def _renamed(self, actual: str) -> str:
        """The text with the recording's names in place of the input's stand-ins, longest first."""
        for text in sorted(self._stand_ins, key=len, reverse=True):
            if text:
                actual = actual.replace(text, self._stand_ins[text])
        return actual

    def _is_drawn(self, recorded: str, actual: JSON) -> bool:
        return (
            (_WORD.fullmatch(recorded) is not None or has_placeholder(recorded))
            and isinstance(actual, str | int | float)
            and not isinstance(actual, bool)
            and actual in self._drawn
            and self._bindings.bind(recorded, actual)
        )


def _is_date(text: str) -> bool:
    """Also without an offset, as a mocked answer of a service may have it."""
    return any(parse_timestamp(each) is not None for each in (text, f"{text}Z"))


def stand_ins_of(recorded: JSON, actual: JSON) -> dict[str, str]:
    """Which texts of an input stand for which of the recording's own input."""
    if isinstance(recorded, dict) and isinstance(actual, dict):
        pairs = [(recorded[name], actual[name]) for name in actual if name in recorded]
    elif isinstance(recorded, list) and isinstance(actual, list):
        pairs = list(zip(recorded, actual, strict=False))
    else:
        is_pair = isinstance(recorded, str) and isinstance(actual, str) and recorded != actual
        return {actual: recorded} if is_pair and not has_placeholder(recorded) else {}
    learnt: dict[str, str] = {}
    for one, other in pairs:
        learnt = stand_ins_of(one, other) | learnt
    return learnt


def scalars(value: JSON) -> set[JSON]:
    """All texts and numbers within a value, those within JSON texts too."""
    if isinstance(value, dict):
        return {each for member in value.values() for each in scalars(member)}
    if isinstance(value, list):
        return {each for element in value for each in scalars(element)}
    if isinstance(value, str) and value.startswith((*_CONTAINERS, '"')):
        return scalars(parsed(value)) | {value}
    return set() if value is None else {value}


def parsed(text: str) -> JSON:
    """The value of a JSON text, None where it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _names_of(place: str) -> tuple[str, str]:
    return place, _CAPITAL.sub(lambda capital: f"_{capital[0].lower()}", place.rpartition(".")[2])


def _same_names(recorded: Mapping[str, JSON], actual: Mapping[str, JSON]) -> bool:
    return recorded.keys() - _NOISE == actual.keys() - _NOISE


def _same_values(recorded: JSON, actual: JSON) -> bool:
    return isinstance(recorded, bool) == isinstance(actual, bool) and bool(recorded == actual)
