"""What the service refuses in an expression before any run.

An expression has no document of its own: names and `$` at its top level, and `$$`, mean nothing.
Source: the Amazon States Language specification, and refusals of the service (floci issues 2670 and 2745,
users' reports).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from local.engine.asl.errors import ExpressionSyntaxError
from local.engine.asl.jsonata.expressions import expression_text
from local.engine.asl.jsonata.interpreter import Program

if TYPE_CHECKING:
    from collections.abc import Iterator

INVALID = "INVALID_JSONATA_EXPRESSION"
UNSUPPORTED = "UNSUPPORTED_JSONATA_EXPRESSION"
_ALWAYS = {"input", "context"}


def problems(value: str, offered: set[str]) -> Iterator[tuple[str, str]]:
    """Yield code and message; `offered` are the members of `$states` beside `input` and `context`."""
    try:
        program = Program(expression_text(value))
    except ExpressionSyntaxError as problem:
        yield INVALID, str(problem)
        return
    seen = dict.fromkeys(_top_level(program.ast))
    for reference in seen:
        if reference == "$$":
            yield UNSUPPORTED, "Reference to '$$' is not supported."
        elif not reference.startswith("$states."):
            yield UNSUPPORTED, f"Reference to '{reference}' at the top level is not supported."
        elif reference.removeprefix("$states.") not in _ALWAYS | offered:
            yield UNSUPPORTED, f"Field '{reference}' does not exist."


def _top_level(node: Any) -> Iterator[str]:
    """Yield what is referred to in the expression's own context, in the order of the text."""
    if isinstance(node, list | tuple):
        for each in node:
            yield from _top_level(each)
    elif node is not None and getattr(node, "type", None) is not None:
        yield from _OF_TYPE.get(node.type, _of_parts)(node)


def _of_name(node: Any) -> Iterator[str]:
    yield str(node.value)


def _of_variable(node: Any) -> Iterator[str]:
    if node.value in {"", "$"}:
        yield f"${node.value}"


def _of_path(node: Any) -> Iterator[str]:
    """Later steps see what the steps before them gave."""
    first = node.steps[0]
    if first.type == "variable" and first.value == "states" and len(node.steps) > 1:
        second = node.steps[1]
        if second.type == "name":
            yield f"$states.{second.value}"
    elif first.type == "string":
        yield str(first.value)
    else:
        yield from _top_level(first)


def _of_wildcard(node: Any) -> Iterator[str]:
    yield "**" if node.type == "descendant" else "*"


def _of_parts(node: Any) -> Iterator[str]:
    for part in ("procedure", "lhs", "rhs", "expression", "condition", "then", "_else", "body"):
        yield from _top_level(getattr(node, part, None))
    for part in ("expressions", "arguments", "lhs_object"):
        yield from _top_level(getattr(node, part, None))


_OF_TYPE = {
    "name": _of_name,
    "variable": _of_variable,
    "path": _of_path,
    "wildcard": _of_wildcard,
    "descendant": _of_wildcard,
}
