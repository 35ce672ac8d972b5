"""The functions that an expression can call: the library's, the service's, and none that would be unsafe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jsonata.jexception import JException
from jsonata.jsonata import Jsonata

from local.engine.asl.jsonata.functions import DRAWING, PURE
from local.engine.asl.jsonata.native_functions import NativeFunction

if TYPE_CHECKING:
    from collections.abc import Callable

_CODES = {"number": "D3030", "power": "D3061", "sort": "D3070", "toMillis": "D3110"}


def function_frame() -> Jsonata.Frame:
    """`$eval` is missing, as on the service."""
    frame = Jsonata.Frame(Jsonata.static_frame)
    frame.bind("eval", None)
    for name, code in _CODES.items():
        frame.bind(name, _Coded(Jsonata.static_frame.lookup(name), code))
    for name, size in _SIZES.items():
        frame.bind(name, _Sized(Jsonata.static_frame.lookup(name), size))
    for functions, draws in ((PURE, False), (DRAWING, True)):
        for name, function in functions.items():
            frame.bind(name, NativeFunction(name, function, draws=draws))
    return frame


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
