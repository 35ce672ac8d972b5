"""Intrinsic functions: `States.Format('{} miles', $.miles)` parsed once into a call tree."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from local.engine.asl.errors import ExpressionSyntaxError, MissingValueError, RuntimeStateError
from local.engine.asl.intrinsic_arguments import ArgumentError
from local.engine.asl.intrinsic_functions import FUNCTIONS, IntrinsicFunction
from local.engine.asl.path_parser import PathParser
from local.engine.asl.paths import CONTEXT, PathNotFoundError
from local.engine.asl.payload import to_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.engine.asl.paths import Path
    from local.engine.asl.payload import JSON
    from local.engine.asl.scope import Scope

_NAME = re.compile(r"States\.[A-Za-z0-9]+")
# the service refuses other escapes, `\"` too
_LITERAL = re.compile(r"'((?:[^'\\]|\\['{}\\])*)'", re.DOTALL)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true\b|false\b|null\b")
_ESCAPE = re.compile(r"\\(['\\])")
_MAXIMUM_NESTING = 10


@dataclass(frozen=True, slots=True)
class IntrinsicCall:
    """`arguments` each give a value for a document and a scope."""

    text: str
    function: IntrinsicFunction
    arguments: tuple[Callable[[JSON, Scope], JSON], ...]

    def read(self, document: JSON, scope: Scope) -> JSON:
        """RuntimeStateError when an argument leads nowhere, or a function refuses what it gets.

        Source: answers of the service, which name the outermost call and fail the run with
        States.Runtime, whatever its documentation says of States.IntrinsicFailure.
        """
        try:
            return self.value(document, scope)
        except PathNotFoundError as missing:
            failed = f"The function '{self.text}' had the following error: "
            if missing.no_array:
                raise RuntimeStateError(f"{failed}{missing}") from missing
            about = f"{failed}The JsonPath argument for the field '{_as_argument(missing.path)}'"
            raise MissingValueError(about, to_text(document)) from missing
        except ArgumentError as problem:
            cause = f"There was an error while evaluating the intrinsic function: {self.text}. {problem}"
            raise RuntimeStateError(cause) from problem

    def value(self, document: JSON, scope: Scope) -> JSON:
        """Raise PathNotFoundError for an argument that leads nowhere, ArgumentError for a refused one."""
        values = [argument(document, scope) for argument in self.arguments]
        return self.function.called(values, scope)


def _as_argument(path: Path) -> str:
    """The service has put the context object in the document's place by then."""
    return path.text[1:] if path.root == CONTEXT else path.text


def is_intrinsic(text: str) -> bool:
    return text.startswith("States.")


def parse_intrinsic(text: str) -> IntrinsicCall:
    """Read a call; ExpressionSyntaxError for an unknown function or broken text.

    How many arguments a function takes is found out when it is called, as on the service.
    """
    parser = _IntrinsicParser(text)
    call = parser.call(1)
    parser.skip_blanks()
    if parser.position != len(text):
        raise parser.wrong("the call has ended before")
    return call


class _IntrinsicParser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0

    def call(self, depth: int) -> IntrinsicCall:
        start = self.position
        function = self._function(depth)
        arguments = self._arguments(depth)
        return IntrinsicCall(self.text[start : self.position], function, tuple(arguments))

    def _function(self, depth: int) -> IntrinsicFunction:
        match = _NAME.match(self.text, self.position)
        if match is None or match.group() not in FUNCTIONS:
            raise self.wrong("unknown intrinsic function")
        if depth > _MAXIMUM_NESTING:
            raise self.wrong(f"calls are nested more than {_MAXIMUM_NESTING} deep")
        self.position = match.end()
        return FUNCTIONS[match.group()]

    def _arguments(self, depth: int) -> list[Callable[[JSON, Scope], JSON]]:
        self._expect("(")
        arguments: list[Callable[[JSON, Scope], JSON]] = []
        if self._take(")"):
            return arguments
        arguments.append(self._argument(depth))
        while self._take(","):
            arguments.append(self._argument(depth))
        self._expect(")")
        return arguments

    def _argument(self, depth: int) -> Callable[[JSON, Scope], JSON]:
        self.skip_blanks()
        if self.text.startswith("$", self.position):
            return self._path().read
        if self.text.startswith("States.", self.position):
            return self.call(depth + 1).value
        return self._constant()

    def _path(self) -> Path:
        parser = PathParser(self.text, self.position)
        path = parser.parse_prefix()
        self.position = parser.position
        return path

    def _constant(self) -> Callable[[JSON, Scope], JSON]:
        literal = _LITERAL.match(self.text, self.position)
        match = literal or _NUMBER.match(self.text, self.position)
        if match is None:
            raise self.wrong("expected a path, a call, a quoted text, a number, true, false or null")
        self.position = match.end()
        constant = _unescape(match.group(1)) if literal else json.loads(match.group())
        return lambda _document, _scope: constant

    def skip_blanks(self) -> None:
        while self.position < len(self.text) and self.text[self.position].isspace():
            self.position += 1

    def _take(self, character: str) -> bool:
        self.skip_blanks()
        taken = self.text.startswith(character, self.position)
        self.position += taken
        return taken

    def _expect(self, character: str) -> None:
        if not self._take(character):
            raise self.wrong(f"expected '{character}'")

    def wrong(self, why: str) -> ExpressionSyntaxError:
        return ExpressionSyntaxError(f"{why} at position {self.position} of {self.text!r}")


def _unescape(literal: str) -> str:
    r"""Undo `\'` and `\\`; `\{` and `\}` stay escaped for States.Format."""
    return _ESCAPE.sub(r"\1", literal)
