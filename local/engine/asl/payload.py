"""A JSON document that travels between states as the text it arrived in."""

from __future__ import annotations

import json
from typing import Any

JSON = Any

_UNREAD: Any = object()
_encode = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode


def to_text(value: JSON) -> str:
    """JSON text as AWS writes it: no blanks, keys in their order, characters as they are.

    Half a surrogate pair stays escaped: no UTF-8 text can hold it.
    """
    text = _encode(value)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":"))
    return text


class Payload:
    """Parsed only when looked into and written only when changed; never modified in place.

    A state that passes its input through therefore passes the very text on, as AWS does.
    """

    __slots__ = ("_text", "_value")

    def __init__(self, text: str | None, value: JSON = _UNREAD) -> None:
        self._text = text
        self._value = value

    @classmethod
    def of(cls, value: JSON) -> Payload:
        return cls(None, value)

    @property
    def text(self) -> str:
        if self._text is None:
            self._text = to_text(self._value)
        return self._text

    @property
    def value(self) -> JSON:
        if self._value is _UNREAD:
            self._value = json.loads(self._text or "null")
        return self._value


EMPTY_OBJECT = Payload("{}", {})
