"""Compiles the fields of a JSONata state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.engine.asl.choice import ChoiceRule, Condition
from local.engine.asl.jsonata.expressions import is_expression, parse_jsonata
from local.engine.asl.jsonata.flow import ERROR_OUTPUT, RESULT, JsonataFlow
from local.engine.asl.jsonata.items import ExpressionItems, InputItems, LiteralItems
from local.engine.asl.jsonata.settings import JsonataSetting, JsonataText
from local.engine.asl.jsonata.templates import parse_jsonata_template
from local.engine.asl.payload import JSON
from local.engine.asl.settings import PathSetting, PathText, Setting, TextSetting

if TYPE_CHECKING:
    from local.engine.asl.flow import DataFlow
    from local.engine.asl.items import Items
    from local.engine.asl.templates import Template

Fields = dict[str, JSON]


class JsonataFields:
    def flow(self, fields: Fields, *, has_result: bool) -> DataFlow:
        return _flow(fields, "", RESULT if has_result else None)

    def map_flow(self, fields: Fields) -> DataFlow:
        return self.flow(fields, has_result=True)

    def rule(self, rule: Fields, number: int, _state: Fields) -> ChoiceRule:
        """The rule's own Output and Assign; those of the state belong to its Default."""
        place = f"Choices[{number}]/"
        condition = _condition(rule["Condition"], f"{place}Condition")
        return ChoiceRule(condition, rule["Next"], _flow(rule, place, None))

    def catcher_flow(self, catcher: Fields, number: int) -> DataFlow:
        return _flow(catcher, f"Catch[{number}]/", ERROR_OUTPUT)

    def setting(self, fields: Fields, name: str) -> Setting | None:
        if name not in fields:
            return None
        value = fields[name]
        if is_expression(value):
            return JsonataSetting(parse_jsonata(value, name))
        return PathSetting(name, value)

    def text(self, fields: Fields, name: str) -> TextSetting:
        value = fields.get(name)
        return JsonataText(parse_jsonata(value, name)) if is_expression(value) else PathText(value)

    def items(self, fields: Fields) -> Items:
        if "Items" not in fields:
            return InputItems()
        value = fields["Items"]
        if is_expression(value):
            return ExpressionItems(parse_jsonata(value, "Items"))
        return LiteralItems(parse_jsonata_template(value, "Items"))

    def item_selector(self, fields: Fields) -> Template | None:
        return _template(fields, "ItemSelector", "")

    def template(self, fields: Fields, name: str) -> Template | None:
        return _template(fields, name, "")


def _flow(fields: Fields, place: str, result_name: str | None) -> JsonataFlow:
    return JsonataFlow(
        arguments=_template(fields, "Arguments", place),
        output_template=_template(fields, "Output", place),
        assign=_template(fields, "Assign", place),
        result_name=result_name,
    )


def _template(fields: Fields, name: str, place: str) -> Template | None:
    return parse_jsonata_template(fields[name], f"{place}{name}") if name in fields else None


def _condition(value: JSON, field: str) -> Condition:
    if not is_expression(value):
        return lambda _document, _scope: bool(value)
    expression = parse_jsonata(value, field)
    return lambda document, scope: bool(expression.typed(document, scope, "boolean"))
