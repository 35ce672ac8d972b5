"""Compiles a validated definition, state by state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.engine.asl.choice import parse_choice_rule
from local.engine.asl.flow import JsonPathFlow
from local.engine.asl.path_parser import parse_path
from local.engine.asl.payload import JSON, Payload
from local.engine.asl.reference_paths import ReferencePath, parse_reference_path
from local.engine.asl.resources import parse_resource
from local.engine.asl.settings import Setting, TextSetting
from local.engine.asl.states import (
    Catcher,
    ChoiceState,
    FailState,
    MapState,
    ParallelState,
    PassState,
    Retrier,
    State,
    StateGraph,
    SucceedState,
    TaskState,
    WaitState,
)
from local.engine.asl.templates import Template, parse_expression, parse_template

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.engine.asl.paths import Path

Fields = dict[str, JSON]
_DOCUMENT = "$"


def read_graph(document: Fields) -> StateGraph:
    states = {name: _READERS[fields["Type"]](name, fields) for name, fields in document["States"].items()}
    return StateGraph(document["StartAt"], states)


def _pass(name: str, fields: Fields) -> State:
    result = Payload.of(fields["Result"]) if "Result" in fields else None
    return PassState(name, _next(fields), _flow(fields), _template(fields, "Assign"), result)


def _succeed(name: str, fields: Fields) -> State:
    return SucceedState(name, None, _flow(fields), _template(fields, "Assign"))


def _fail(name: str, fields: Fields) -> State:
    return FailState(name, None, _flow(fields), None, _text(fields, "Error"), _text(fields, "Cause"))


def _choice(name: str, fields: Fields) -> State:
    rules = tuple(parse_choice_rule(rule) for rule in fields["Choices"])
    return ChoiceState(name, None, _flow(fields), _template(fields, "Assign"), rules, fields.get("Default"))


def _wait(name: str, fields: Fields) -> State:
    seconds, timestamp = _setting(fields, "Seconds"), _setting(fields, "Timestamp")
    return WaitState(name, _next(fields), _flow(fields), _template(fields, "Assign"), seconds, timestamp)


def _task(name: str, fields: Fields) -> State:
    resource = parse_resource(fields["Resource"])
    assert resource is not None
    return TaskState(
        name=name,
        next=_next(fields),
        flow=_flow(fields),
        assign=_template(fields, "Assign"),
        resource=resource,
        timeout=_setting(fields, "TimeoutSeconds"),
        heartbeat=_setting(fields, "HeartbeatSeconds"),
        retriers=_retriers(fields),
        catchers=_catchers(fields),
    )


def _parallel(name: str, fields: Fields) -> State:
    return ParallelState(
        name=name,
        next=_next(fields),
        flow=_flow(fields),
        assign=_template(fields, "Assign"),
        branches=tuple(read_graph(branch) for branch in fields["Branches"]),
        retriers=_retriers(fields),
        catchers=_catchers(fields),
    )


def _map(name: str, fields: Fields) -> State:
    """`Iterator` and `Parameters` are the older names of `ItemProcessor` and `ItemSelector`."""
    processor = fields["ItemProcessor"] if "ItemProcessor" in fields else fields["Iterator"]
    selector = "ItemSelector" if "ItemSelector" in fields else "Parameters"
    return MapState(
        name=name,
        next=_next(fields),
        flow=_flow({field: value for field, value in fields.items() if field != "Parameters"}),
        assign=_template(fields, "Assign"),
        processor=read_graph(processor),
        items_path=parse_path(fields.get("ItemsPath", _DOCUMENT)),
        item_selector=_template(fields, selector),
        max_concurrency=_setting(fields, "MaxConcurrency") or Setting("MaxConcurrency", 0),
        tolerated_count=_setting(fields, "ToleratedFailureCount"),
        tolerated_percentage=_setting(fields, "ToleratedFailurePercentage"),
        distributed=processor.get("ProcessorConfig", {}).get("Mode") == "DISTRIBUTED",
        label=fields.get("Label"),
        retriers=_retriers(fields),
        catchers=_catchers(fields),
    )


def _next(fields: Fields) -> str | None:
    return None if fields.get("End") else fields["Next"]


def _flow(fields: Fields) -> JsonPathFlow:
    return JsonPathFlow(
        input_path=_path(fields, "InputPath"),
        output_path=_path(fields, "OutputPath"),
        parameters=_template(fields, "Parameters"),
        result_selector=_template(fields, "ResultSelector"),
        result_path=_result_path(fields),
    )


def _path(fields: Fields, name: str) -> Path | None:
    text = fields.get(name, _DOCUMENT)
    return None if text is None else parse_path(text)


def _result_path(fields: Fields) -> ReferencePath | None:
    text = fields.get("ResultPath", _DOCUMENT)
    return None if text is None else parse_reference_path(text)


def _template(fields: Fields, name: str) -> Template | None:
    return parse_template(fields[name]) if name in fields else None


def _setting(fields: Fields, name: str) -> Setting | None:
    if name in fields:
        return Setting(name, fields[name])
    by_path = f"{name}Path"
    return Setting(by_path, path=parse_path(fields[by_path])) if by_path in fields else None


def _text(fields: Fields, name: str) -> TextSetting:
    by_path = f"{name}Path"
    expression = parse_expression(fields[by_path], by_path) if by_path in fields else None
    return TextSetting(fields.get(name), expression)


def _retriers(fields: Fields) -> tuple[Retrier, ...]:
    return tuple(
        Retrier(
            errors=tuple(retrier["ErrorEquals"]),
            interval=retrier.get("IntervalSeconds", 1),
            max_attempts=retrier.get("MaxAttempts", 3),
            backoff=retrier.get("BackoffRate", 2.0),
            max_delay=retrier.get("MaxDelaySeconds"),
            full_jitter=retrier.get("JitterStrategy") == "FULL",
        )
        for retrier in fields.get("Retry", ())
    )


def _catchers(fields: Fields) -> tuple[Catcher, ...]:
    return tuple(
        Catcher(
            errors=tuple(catcher["ErrorEquals"]),
            next=catcher["Next"],
            result_path=_result_path(catcher),
            assign=_template(catcher, "Assign"),
        )
        for catcher in fields.get("Catch", ())
    )


_READERS: dict[str, Callable[[str, Fields], State]] = {
    "Pass": _pass,
    "Succeed": _succeed,
    "Fail": _fail,
    "Choice": _choice,
    "Wait": _wait,
    "Task": _task,
    "Parallel": _parallel,
    "Map": _map,
}
