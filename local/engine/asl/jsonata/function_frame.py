"""The functions that an expression can call: the library's, the service's, and none that would be unsafe."""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING, Any

from jsonata.jexception import JException
from jsonata.jsonata import Jsonata

from local.engine.asl.jsonata.functions import DRAWING, PURE
from local.engine.asl.jsonata.native_functions import NativeFunction
from local.engine.asl.jsonata.signatures import StrictSignature
from local.engine.asl.jsonata.texts import text_of
from local.engine.asl.jsonata.values import unwrapped

if TYPE_CHECKING:
    from collections.abc import Callable

_OF_ADDRESSES = ("encodeUrl", "encodeUrlComponent", "decodeUrl", "decodeUrlComponent")
_BROKEN_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})")
_CODES = {"number": "D3030", "power": "D3061", "sort": "D3070", "toMillis": "D3110"}


def function_frame() -> Jsonata.Frame:
    """`$eval` is missing, as on the service."""
    frame = Jsonata.Frame(Jsonata.static_frame)
    for name, function in Jsonata.static_frame.bindings.items():
        if isinstance(function, Jsonata.JFunction):
            frame.bind(name, _strict(function))
    frame.bind("eval", None)
    for name, code in _CODES.items():
        frame.bind(name, _Coded(frame.lookup(name), code))
    for name, size in _SIZES.items():
        frame.bind(name, _Sized(frame.lookup(name), size))
    for name in _OF_ADDRESSES:
        frame.bind(name, _OfAddress(frame.lookup(name)))
    frame.bind("string", _Text(frame.lookup("string")))
    for functions, draws in ((PURE, False), (DRAWING, True)):
        for name, function in functions.items():
            frame.bind(name, NativeFunction(name, function, draws=draws))
    return frame


def _strict(function: Jsonata.JFunction) -> Jsonata.JFunction:
    strict = copy.copy(function)
    strict.signature = StrictSignature(function.signature)
    return strict


class _Wrapped(Jsonata.JFunction):
    """A function of the library with something around its call."""

    def __init__(self, function: Jsonata.JFunction) -> None:
        super().__init__(function, None)
        self.signature = function.signature
        self.function_name = function.function_name

    def get_number_of_args(self) -> int:
        count: int = self.function.get_number_of_args()
        return count


class _Coded(_Wrapped):
    """Its failure has a code of JSONata's."""

    def __init__(self, function: Jsonata.JFunction, code: str) -> None:
        super().__init__(function)
        self.code = code

    def call(self, value: Any, arguments: Any) -> Any:
        try:
            return self.function.call(value, arguments)
        except (ArithmeticError, TypeError, ValueError) as problem:
            raise JException(self.code, -1, *arguments[:2]) from problem


class _OfAddress(_Wrapped):
    """Refuses what JavaScript's function of the same name calls malformed."""

    def call(self, value: Any, arguments: Any) -> Any:
        text = arguments[0]
        if self.function_name.startswith("decode") and _BROKEN_ESCAPE.search(text or ""):
            raise self._malformed(text)
        try:
            return self.function.call(value, arguments)
        except ValueError as problem:
            raise self._malformed(text) from problem

    def _malformed(self, text: str) -> JException:
        return JException("D3140", -1, self.function_name, text)


class _Text(_Wrapped):
    def call(self, _value: Any, arguments: Any) -> Any:
        value, pretty = arguments
        return None if value is None else text_of(unwrapped(value), pretty=pretty is True)


class _Sized(_Wrapped):
    """Its result may be far larger than its arguments, so room is made before."""

    def __init__(self, function: Jsonata.JFunction, size: Callable[..., int]) -> None:
        super().__init__(function)
        self.size = size

    def call(self, value: Any, arguments: Any) -> Any:
        Jsonata.CURRENT.jsonata.bounds.characters(self.size(*arguments))
        return self.function.call(value, arguments)


def _padded(text: Any = None, width: Any = None, *_: Any) -> int:
    return int(abs(width)) if isinstance(text, str) and isinstance(width, int | float) else 0


def _replaced(text: Any = None, pattern: Any = None, replacement: Any = None, *_: Any) -> int:
    """What a function puts in is worked out step by step, and so bounded already."""
    if not isinstance(text, str) or not isinstance(replacement, str):
        return 0
    if isinstance(pattern, str):
        return text.count(pattern) * len(replacement)
    finditer = getattr(pattern, "finditer", None)
    return 0 if finditer is None else sum(1 for _ in finditer(text)) * len(replacement)


_SIZES: dict[str, Callable[..., int]] = {"pad": _padded, "replace": _replaced}
