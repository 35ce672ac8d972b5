"""Filters of JSONPath: `[?(@.rate > 100 && @.mode == 'VAN')]`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from local.engine.asl.errors import ExpressionSyntaxError
from local.engine.asl.filter_operators import OPERATORS
from local.engine.asl.payload import JSON

if TYPE_CHECKING:
    from local.engine.asl.regular_expressions import Pattern

Predicate = Callable[[JSON], bool]
Operand = Callable[[JSON], JSON]

_MISSING: Any = object()
_TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")|(?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)"
    r"|(?P<path>@(?:\.\w[\w-]*|\[\s*(?:'[^']*'|\"[^\"]*\"|-?\d+)\s*\])*)"
    r"|(?P<list>\[(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|[^\]'\"])*\])|(?P<pattern>/(?:[^/\\]|\\.)+/i?)"
    r"|(?P<operator>=~|===?|!==?|<=|>=|<|>|&&|\|\||!|\(|\)"
    r"|(?:in|nin|contains|size|empty|subsetof|anyof|noneof)\b)"
    r"|(?P<word>true|false|null))",
    re.IGNORECASE,
)
_ELEMENT = re.compile(r"'((?:[^'\\]|\\.)*)'")


def parse_filter(text: str) -> Callable[[JSON], Iterable[JSON]]:
    """Compile a filter expression into a selector of the elements it holds for."""
    parser = _FilterParser(_tokens(text))
    predicate = parser.either()
    parser.end()

    def select(value: JSON) -> Iterable[JSON]:
        elements = value if isinstance(value, list) else (value,)
        return [element for element in elements if predicate(element)]

    return select


def _tokens(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    position = 0
    while text[position:].strip():
        match = _TOKEN.match(text, position)
        if match is None:
            message = f"cannot read the filter {text!r} at position {position}"
            raise ExpressionSyntaxError(message)
        found.append((str(match.lastgroup), match.group(str(match.lastgroup))))
        position = match.end()
    return found


class _FilterParser:
    """Recursive descent: `||` over `&&` over `!`, comparisons and existence."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = [*tokens, ("end", "")]
        self.position = 0

    def either(self) -> Predicate:
        terms = [self.both()]
        while self.take("||"):
            terms.append(self.both())
        return terms[0] if len(terms) == 1 else lambda value: any(term(value) for term in terms)

    def both(self) -> Predicate:
        terms = [self.term()]
        while self.take("&&"):
            terms.append(self.term())
        return terms[0] if len(terms) == 1 else lambda value: all(term(value) for term in terms)

    def term(self) -> Predicate:
        if self.take("!"):
            negated = self.term()
            return lambda value: not negated(value)
        if self.take("("):
            inner = self.either()
            if not self.take(")"):
                message = "a bracket of the filter is not closed"
                raise ExpressionSyntaxError(message)
            return inner
        return self.comparison()

    def comparison(self) -> Predicate:
        left = self.operand()
        symbol = self.tokens[self.position][1].lower()
        if symbol not in OPERATORS:
            return lambda value: left(value) is not _MISSING
        self.position += 1
        if (symbol == "=~") != (self.tokens[self.position][0] == "pattern"):
            message = "a pattern belongs after =~, and there alone"
            raise ExpressionSyntaxError(message)
        return _compared(left, OPERATORS[symbol], self.operand())

    def operand(self) -> Operand:
        kind, text = self.tokens[self.position]
        self.position += 1
        if kind == "path":
            return _relative(text)
        if kind not in _CONSTANTS:
            message = f"the filter has {text or 'nothing'!r} where a value belongs"
            raise ExpressionSyntaxError(message)
        constant = _CONSTANTS[kind](text)
        return lambda _value: constant

    def take(self, symbol: str) -> bool:
        taken = self.tokens[self.position] == ("operator", symbol)
        self.position += taken
        return taken

    def end(self) -> None:
        if self.tokens[self.position][0] != "end":
            message = f"the filter goes on unexpectedly with {self.tokens[self.position][1]!r}"
            raise ExpressionSyntaxError(message)


def _relative(text: str) -> Operand:
    keys: list[str | int] = [
        int(number) if number else name or quoted
        for name, quoted, number in re.findall(
            r"\.(\w[\w-]*)|\[\s*['\"]([^'\"]*)['\"]\s*\]|\[\s*(-?\d+)\s*\]", text
        )
    ]

    def read(value: JSON) -> JSON:
        for key in keys:
            try:
                value = value[key]
            except (KeyError, IndexError, TypeError):
                return _MISSING
        return value

    return read


def _compared(left: Operand, comparison: Callable[[JSON, JSON], bool], right: Operand) -> Predicate:
    def holds(value: JSON) -> bool:
        one, other = left(value), right(value)
        if one is _MISSING or other is _MISSING:
            return False
        return comparison(one, other)

    return holds


def _text(text: str) -> str:
    return text[1:-1].replace("\\'", "'")


def _list(text: str) -> JSON:
    try:
        return json.loads(_ELEMENT.sub(lambda match: json.dumps(match[1].replace("\\'", "'")), text))
    except ValueError as problem:
        message = f"cannot read the list {text!r} of the filter"
        raise ExpressionSyntaxError(message) from problem


def _pattern(text: str) -> Pattern:
    from local.engine.asl.regular_expressions import Pattern  # noqa: PLC0415 -- seldom asked for, 3 MB

    body, _, flags = text[1:].rpartition("/")
    try:
        return Pattern(body, ignores_case=bool(flags))
    except re.error as problem:
        message = f"cannot read the pattern {text!r} of the filter"
        raise ExpressionSyntaxError(message) from problem


_CONSTANTS: dict[str, Callable[[str], Any]] = {
    "text": _text,
    "number": json.loads,
    "word": lambda text: json.loads(text.lower()),
    "list": _list,
    "pattern": _pattern,
}
