"""Compiles the fields of a JSONPath state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.engine.asl.choice import ChoiceRule, parse_condition
from local.engine.asl.flow import JsonPathFlow
from local.engine.asl.items import Items, PathItems
from local.engine.asl.path_parser import parse_path
from local.engine.asl.payload import JSON
from local.engine.asl.reference_paths import ReferencePath, parse_reference_path
from local.engine.asl.settings import PathSetting, PathText, Setting, TextSetting
from local.engine.asl.templates import Template, parse_expression, parse_template

if TYPE_CHECKING:
    from local.engine.asl.flow import DataFlow
    from local.engine.asl.paths import Path

Fields = dict[str, JSON]
_DOCUMENT = "$"


class JsonPathFields:
    def flow(self, fields: Fields, *, has_result: bool) -> DataFlow:  # noqa: ARG002 -- JSONata's matters
        return JsonPathFlow(
            input_path=_path(fields, "InputPath"),
            output_path=_path(fields, "OutputPath"),
            parameters=_template(fields, "Parameters"),
            result_selector=_template(fields, "ResultSelector"),
            result_path=_result_path(fields),
            assign=_template(fields, "Assign"),
        )

    def map_flow(self, fields: Fields) -> DataFlow:
        """`Parameters` is the older name of `ItemSelector`."""
        return self.flow({name: fields[name] for name in fields if name != "Parameters"}, has_result=True)

    def rule(self, rule: Fields, _number: int, state: Fields) -> ChoiceRule:
        handed_on = {**_only(state, "InputPath", "OutputPath"), **_only(rule, "Assign")}
        flow = self.flow(handed_on, has_result=False)
        return ChoiceRule(parse_condition(rule), rule["Next"], flow)

    def catcher_flow(self, catcher: Fields, _number: int) -> DataFlow:
        return self.flow(_only(catcher, "ResultPath", "Assign"), has_result=True)

    def setting(self, fields: Fields, name: str) -> Setting | None:
        if name in fields:
            return PathSetting(name, fields[name])
        by_path = f"{name}Path"
        return PathSetting(by_path, path=parse_path(fields[by_path])) if by_path in fields else None

    def text(self, fields: Fields, name: str) -> TextSetting:
        by_path = f"{name}Path"
        expression = parse_expression(fields[by_path], by_path) if by_path in fields else None
        return PathText(fields.get(name), expression)

    def items(self, fields: Fields) -> Items:
        return PathItems(parse_path(fields.get("ItemsPath", _DOCUMENT)))

    def item_selector(self, fields: Fields) -> Template | None:
        return _template(fields, "ItemSelector" if "ItemSelector" in fields else "Parameters")

    def template(self, fields: Fields, name: str) -> Template | None:
        return _template(fields, name)


def _only(fields: Fields, *names: str) -> Fields:
    return {name: fields[name] for name in names if name in fields}


def _path(fields: Fields, name: str) -> Path | None:
    text = fields.get(name, _DOCUMENT)
    return None if text is None else parse_path(text)


def _result_path(fields: Fields) -> ReferencePath | None:
    text = fields.get("ResultPath", _DOCUMENT)
    return None if text is None else parse_reference_path(text)


def _template(fields: Fields, name: str) -> Template | None:
    return parse_template(fields[name]) if name in fields else None
