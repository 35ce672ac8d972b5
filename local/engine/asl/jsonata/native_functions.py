"""The service's own functions as the library calls them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jsonata.jexception import JException
from jsonata.jsonata import Jsonata
from jsonata.signature import Signature

from local.engine.asl.jsonata.values import UNDEFINED, from_library, to_library

if TYPE_CHECKING:
    from local.engine.asl.jsonata.functions import Function


class NativeFunction(Jsonata.JFunction):
    """Checks its arguments one by one, so that the one that does not fit is named as on the service."""

    def __init__(self, name: str, function: Function, *, draws: bool) -> None:
        super().__init__(None, None)
        self.function_name = name
        # asked for the number of arguments only
        self.signature = Signature(f"<{function.takes[: function.enough]}:x>", name)
        self._function = function
        self._draws = draws

    def validate(self, args: Any, context: Any) -> list[Any]:
        """Put what a path leads to in the first argument's place where it is left out."""
        given = list(args or ())
        takes = self._function.takes
        if len(given) < len(takes) and context is not None and _fits(context, takes[0]):
            given.insert(0, context)
        return given

    def call(self, _value: Any, arguments: Any) -> Any:
        given = self._checked(list(arguments or ()))
        enough = self._enough()
        if any(each is None for each in given) or len(given) < enough:
            return None
        sources = [Jsonata.CURRENT.jsonata.random] if self._draws else []
        result = self._function.call(*sources, *(from_library(each) for each in given))
        return None if result is UNDEFINED else to_library(result)

    def _checked(self, arguments: list[Any]) -> list[Any]:
        takes = self._function.takes
        for number, value in enumerate(arguments, start=1):
            if number > len(takes) or not (value is None or _fits(value, takes[number - 1])):
                raise self._refusal(number, array=number <= len(takes) and takes[number - 1] == "a")
        if len(arguments) < self._function.needs:
            raise self._refusal(len(arguments) + 1)
        return arguments

    def _enough(self) -> int:
        enough = self._function.enough
        return len(self._function.takes) if enough is None else enough

    def _refusal(self, number: int, *, array: bool = False) -> JException:
        if array:
            return JException("T0412", -1, number, self.function_name, UNDEFINED)
        return JException("T0410", -1, number, self.function_name)


def _fits(value: Any, kind: str) -> bool:
    if kind == "a":
        return isinstance(value, list)
    if kind == "s":
        return isinstance(value, str)
    if kind == "x":
        return True
    return isinstance(value, int | float) and not isinstance(value, bool)
