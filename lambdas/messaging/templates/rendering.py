"""`{{variables}}` in texts, replaced by the standard library's `string.Template` in one pass.

Nothing else of Mustache is understood: no sections, no partials, no raw values, no code. A value is text,
whatever it contains.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from string import Template
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from lambdas.shared.errors import RejectedError

if TYPE_CHECKING:
    from collections.abc import Mapping

Value = str | int | float | bool | None
Missing = Literal["fail", "skip", "default"]
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029]")
LEFT_OVER = re.compile(r"\{\{|\}\}")


class TemplateMalformed(RejectedError):
    """A template has braces that are no variable."""

    def __init__(self, line: int, near: str) -> None:
        super().__init__(
            f"Line {line} has braces that are no {{{{variable}}}}, near {near!r}. Only names go in them."
        )


class ValueMissing(RejectedError):
    """A variable that must have a value has none."""

    def __init__(self, variable: str) -> None:
        super().__init__(
            f"There is no value for {{{{{variable}}}}}. Give one, or let the template skip or default it."
        )
        self.variable = variable


@dataclass(frozen=True)
class MissingPolicy:
    """What becomes of a message when a variable has no value: `by_variable`, and `otherwise` for the rest."""

    otherwise: Missing = "fail"
    by_variable: Mapping[str, Missing] = field(default_factory=dict)
    defaults: Mapping[str, Value] = field(default_factory=dict)

    def of(self, variable: str) -> Missing:
        return self.by_variable.get(variable, self.otherwise)


@dataclass(frozen=True)
class Skip:
    """The message is not sent, because this variable has no value."""

    variable: str


class _Text(Template):
    delimiter = "{{"
    pattern: ClassVar[Any] = r"""
        \{\{(?:
            (?P<escaped>(?!))
            |\ *(?P<named>[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*)\ *\}\}(?!\})
            |(?P<braced>(?!))
            |(?P<invalid>)
        )
    """
    flags = re.VERBOSE | re.ASCII


def variables_in(text: str) -> tuple[str, ...]:
    """Return the names of a text's variables in the order in which they first come. Raises
    TemplateMalformed.
    """
    template = _Text(text)
    if not template.is_valid():
        raise _malformed(text)
    if LEFT_OVER.search(_Text.pattern.sub("", text)):
        raise _malformed(text)
    return tuple(template.get_identifiers())


def rendered(text: str, values: Mapping[str, Value], policy: MissingPolicy) -> str | Skip:
    """Return a text with its variables replaced, or Skip. Raises ValueMissing, TemplateMalformed.

    None and the empty text are no values. A default that is missing itself counts as a failure.
    """
    known: dict[str, str] = {}
    for variable in variables_in(text):
        value = _written(values.get(variable))
        missing = policy.of(variable)
        if not value and missing == "skip":
            return Skip(variable)
        if not value and missing == "default":
            value = _written(policy.defaults.get(variable))
        if not value:
            raise ValueMissing(variable)
        known[variable] = value
    return _Text(text).substitute(known)


def _written(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return CONTROLS.sub("", f"{value:g}" if isinstance(value, float) else str(value)).strip()


def _malformed(text: str) -> TemplateMalformed:
    rest = _Text.pattern.sub(lambda found: " " * len(found[0]) if found["named"] else found[0], text)
    found = LEFT_OVER.search(rest)
    position = found.start() if found else 0
    return TemplateMalformed(text.count("\n", 0, position) + 1, text[position : position + 20])
