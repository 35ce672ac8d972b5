"""Signatures of the library's functions, checked as JSONata's JavaScript checks them."""

from __future__ import annotations

import re
from typing import Any, NoReturn

from jsonata.jexception import JException
from jsonata.signature import Signature
from jsonata.utils import Utils

_NULL = "l"


class StrictSignature(Signature):
    """Tells JSON's null from nothing, and names the argument that does not fit."""

    def __init__(self, read: Signature) -> None:
        """Take over what the library has read from the signature's text."""
        self.__dict__.update(vars(read))

    def get_symbol(self, value: Any) -> str:
        return _NULL if value is Utils.NULL_VALUE else str(super().get_symbol(value))

    def validate(self, args: Any, context: Any) -> Any:
        try:
            return super().validate(args, context)
        except JException as problem:
            if problem.error != "T0411":
                raise
            raise JException("T0411", -1, problem.expected, self.function_name) from problem

    def throw_validation_error(self, _arguments: Any, symbols: str, function_name: str | None) -> NoReturn:
        """The first argument at which the signature's beginning no longer matches is the one to blame."""
        pattern, good = "^", 0
        for param in self._params:
            pattern += str(param.regex)
            matched = re.match(pattern, symbols)
            if matched is None:
                break
            good = matched.end()
        raise JException("T0410", -1, good + 1, function_name)
