"""States.Format: a template with `{}`, filled in.

Source: the Amazon States Language specification, and the service's answers to templates that are none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from local.engine.asl.intrinsic_arguments import ArgumentError
from local.engine.asl.java_text import java_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from local.engine.asl.payload import JSON

_FUNCTION = "States.Format"
_TOKEN = re.compile(r"\\[{}]|\{\}|[{}]|[^\\{}]+|\\", re.DOTALL)
_PLACE = "{}"


def format_text(values: Sequence[JSON]) -> JSON:
    r"""Put the arguments into the `{}` of the template; `\{` and `\}` are the characters themselves."""
    tokens = _TOKEN.findall(java_text(values[0]))
    _check(tokens, len(values) - 1)
    arguments = iter(values[1:])
    return "".join(java_text(next(arguments)) if token == _PLACE else _plain(token) for token in tokens)


def _check(tokens: list[str], arguments: int) -> None:
    for brace, other in (("{", "}"), ("}", "{")):
        if brace in tokens:
            message = f"Invalid template in {_FUNCTION}: matching '{other}' not found for '{brace}'."
            raise ArgumentError(message)
    if tokens.count(_PLACE) != arguments:
        message = (
            f"Invalid arguments in {_FUNCTION}: number of arguments do not match the occurrences of {_PLACE}."
        )
        raise ArgumentError(message)


def _plain(token: str) -> str:
    return token[1:] if len(token) > 1 and token[0] == "\\" else token
