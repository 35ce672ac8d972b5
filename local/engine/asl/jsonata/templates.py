"""JSON with JSONata expressions at its leaves: `Arguments`, `Output`, `Assign`, `ItemSelector`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.engine.asl.jsonata.expressions import is_expression, parse_jsonata
from local.engine.asl.templates import Constant, Template, array_of_templates, object_of_templates

if TYPE_CHECKING:
    from local.engine.asl.payload import JSON


def parse_jsonata_template(value: JSON, field: str) -> Template:
    """Compile a template of the field; ExpressionSyntaxError for an expression that cannot be read."""
    if is_expression(value):
        return parse_jsonata(value, field)
    if isinstance(value, dict):
        return object_of_templates(
            value,
            tuple((name, parse_jsonata_template(each, f"{field}/{name}")) for name, each in value.items()),
        )
    if isinstance(value, list):
        return array_of_templates(
            value,
            tuple(parse_jsonata_template(each, f"{field}[{number}]") for number, each in enumerate(value)),
        )
    return Constant(value)
