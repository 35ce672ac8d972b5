"""DynamoDB's condition and update expressions, as far as our functions write them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

TOKEN = re.compile(r"\s*(<=|>=|<>|[=<>(),]|[#:]?[A-Za-z_]\w*)")
COMPARED: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": lambda one, other: bool(one == other),
    "<>": lambda one, other: bool(one != other),
    "<": lambda one, other: bool(one < other),
    "<=": lambda one, other: bool(one <= other),
    ">": lambda one, other: bool(one > other),
    ">=": lambda one, other: bool(one >= other),
}
Item = dict[str, dict[str, Any]]


class UnknownExpressionError(Exception):
    """An expression that this model does not read: extend it."""


@dataclass(frozen=True)
class Placeholders:
    """`#name` and `:value` of a request."""

    names: Mapping[str, str]
    values: Mapping[str, Any]

    def name(self, token: str) -> str:
        return self.names[token] if token.startswith("#") else token


def holds(expression: str, item: Item, placeholders: Placeholders) -> bool:
    """Whether a ConditionExpression holds for an item, which is empty when there is none."""
    reader = _Condition(tokens_of(expression), item, placeholders)
    value = reader.any_of()
    reader.require_end()
    return value


def updated(expression: str, item: Item, placeholders: Placeholders) -> Item:
    """The item after an UpdateExpression of the form `SET a = :v, b = if_not_exists(b, :v)`."""
    tokens = tokens_of(expression)
    if tokens[:1] != ["SET"]:
        raise UnknownExpressionError(expression)
    after = dict(item)
    position = 1
    while position < len(tokens):
        target, value, position = _assignment(tokens, position, item, placeholders)
        after[target] = value
    return after


@cache
def tokens_of(expression: str) -> list[str]:
    """The words of an expression; the few that functions write are split once."""
    tokens, position = [], 0
    text = expression.rstrip()
    while position < len(text):
        match = TOKEN.match(text, position)
        if match is None:
            raise UnknownExpressionError(expression)
        tokens.append(match[1])
        position = match.end()
    return tokens


def _assignment(
    tokens: list[str], position: int, item: Item, placeholders: Placeholders
) -> tuple[str, dict[str, Any], int]:
    target, equals, value = placeholders.name(tokens[position]), tokens[position + 1], tokens[position + 2]
    if equals != "=":
        raise UnknownExpressionError(" ".join(tokens))
    if value == "if_not_exists":
        name, default = placeholders.name(tokens[position + 4]), tokens[position + 6]
        return target, item.get(name, placeholders.values[default]), position + 9
    return target, placeholders.values[value], position + 4


class _Condition:
    """A reader of `a OR b AND NOT (c)`, from left to right, which decides as it reads."""

    def __init__(self, tokens: list[str], item: Item, placeholders: Placeholders) -> None:
        self._tokens = tokens
        self._position = 0
        self._item = item
        self._placeholders = placeholders

    def any_of(self) -> bool:
        value = self._all_of()
        while self._takes("OR"):
            other = self._all_of()
            value = value or other
        return value

    def require_end(self) -> None:
        if self._position != len(self._tokens):
            raise UnknownExpressionError(" ".join(self._tokens))

    def _all_of(self) -> bool:
        value = self._one()
        while self._takes("AND"):
            other = self._one()
            value = value and other
        return value

    def _one(self) -> bool:
        if self._takes("NOT"):
            return not self._one()
        if self._takes("("):
            value = self.any_of()
            self._require(")")
            return value
        for function, present in (("attribute_exists", True), ("attribute_not_exists", False)):
            if self._takes(function):
                self._require("(")
                name = self._placeholders.name(self._next())
                self._require(")")
                return (name in self._item) is present
        return self._comparison()

    def _comparison(self) -> bool:
        one, comparator, other = self._operand(), self._next(), self._operand()
        if comparator not in COMPARED:
            raise UnknownExpressionError(" ".join(self._tokens))
        if one is None or other is None or type(one) is not type(other):
            return comparator == "<>"
        return COMPARED[comparator](one, other)

    def _operand(self) -> Any:
        token = self._next()
        if token.startswith(":"):
            return plain(self._placeholders.values[token])
        held = self._item.get(self._placeholders.name(token))
        return None if held is None else plain(held)

    def _next(self) -> str:
        self._position += 1
        return self._tokens[self._position - 1]

    def _takes(self, token: str) -> bool:
        if self._tokens[self._position : self._position + 1] != [token]:
            return False
        self._position += 1
        return True

    def _require(self, token: str) -> None:
        if not self._takes(token):
            raise UnknownExpressionError(" ".join(self._tokens))


def plain(value: Mapping[str, Any]) -> Any:
    """A typed attribute value as Python compares it."""
    (kind, held), *_ = value.items()
    return Decimal(held) if kind == "N" else held
