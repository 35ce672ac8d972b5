"""Compiles a validated definition, state by state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from local.engine.asl.jsonpath_fields import JsonPathFields
from local.engine.asl.payload import JSON, Payload
from local.engine.asl.reading_distribution import read_distribution
from local.engine.asl.resources import parse_resource
from local.engine.asl.settings import PathSetting
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

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.engine.asl.choice import ChoiceRule
    from local.engine.asl.flow import DataFlow
    from local.engine.asl.items import Items
    from local.engine.asl.settings import Setting, TextSetting
    from local.engine.asl.templates import Template

Fields = dict[str, JSON]
JSONPATH = "JSONPath"


class QueryLanguage(Protocol):
    """Compiles those fields of a state that depend on its query language."""

    def flow(self, fields: Fields, *, has_result: bool) -> DataFlow: ...

    def map_flow(self, fields: Fields) -> DataFlow: ...

    def rule(self, rule: Fields, number: int, state: Fields, /) -> ChoiceRule: ...

    def catcher_flow(self, catcher: Fields, number: int, /) -> DataFlow: ...

    def setting(self, fields: Fields, name: str) -> Setting | None: ...

    def text(self, fields: Fields, name: str) -> TextSetting: ...

    def items(self, fields: Fields) -> Items: ...

    def item_selector(self, fields: Fields) -> Template | None: ...

    def template(self, fields: Fields, name: str) -> Template | None: ...


def read_graph(document: Fields, query_language: str = JSONPATH) -> StateGraph:
    """`query_language` is the machine's: states in branches and item processors inherit it too."""
    states = {name: read_state(name, fields, query_language) for name, fields in document["States"].items()}
    return StateGraph(document["StartAt"], states)


def read_state(name: str, fields: Fields, query_language: str = JSONPATH) -> State:
    return _READERS[fields["Type"]](_StateReader(name, fields, query_language))


def _language(name: str) -> QueryLanguage:
    """JSONata's library is loaded by the first definition that asks for it."""
    if name == JSONPATH:
        return JsonPathFields()
    from local.engine.asl.jsonata.fields import JsonataFields  # noqa: PLC0415 -- see above

    return JsonataFields()


class _StateReader:
    def __init__(self, name: str, fields: Fields, machine_language: str) -> None:
        self.name = name
        self.fields = fields
        self.machine_language = machine_language
        self.language = _language(fields.get("QueryLanguage", machine_language))

    def flow(self, *, has_result: bool = False) -> DataFlow:
        return self.language.flow(self.fields, has_result=has_result)

    def setting(self, name: str) -> Setting | None:
        return self.language.setting(self.fields, name)

    def graph(self, document: Fields) -> StateGraph:
        return read_graph(document, self.machine_language)

    @property
    def next(self) -> str | None:
        return None if self.fields.get("End") else self.fields["Next"]

    def retriers(self) -> tuple[Retrier, ...]:
        return tuple(
            Retrier(
                errors=tuple(retrier["ErrorEquals"]),
                interval=retrier.get("IntervalSeconds", 1),
                max_attempts=retrier.get("MaxAttempts", 3),
                backoff=retrier.get("BackoffRate", 2.0),
                max_delay=retrier.get("MaxDelaySeconds"),
                full_jitter=retrier.get("JitterStrategy") == "FULL",
            )
            for retrier in self.fields.get("Retry", ())
        )

    def catchers(self) -> tuple[Catcher, ...]:
        return tuple(
            Catcher(
                tuple(catcher["ErrorEquals"]), catcher["Next"], self.language.catcher_flow(catcher, number)
            )
            for number, catcher in enumerate(self.fields.get("Catch", ()))
        )


def _pass(state: _StateReader) -> State:
    result = Payload.of(state.fields["Result"]) if "Result" in state.fields else None
    return PassState(state.name, state.next, state.flow(), result)


def _succeed(state: _StateReader) -> State:
    return SucceedState(state.name, None, state.flow())


def _fail(state: _StateReader) -> State:
    error, cause = (state.language.text(state.fields, name) for name in ("Error", "Cause"))
    return FailState(state.name, None, state.flow(), error, cause)


def _choice(state: _StateReader) -> State:
    rules = tuple(
        state.language.rule(rule, number, state.fields) for number, rule in enumerate(state.fields["Choices"])
    )
    return ChoiceState(state.name, None, state.flow(), rules, state.fields.get("Default"))


def _wait(state: _StateReader) -> State:
    return WaitState(
        state.name, state.next, state.flow(), state.setting("Seconds"), state.setting("Timestamp")
    )


def _task(state: _StateReader) -> State:
    resource = parse_resource(state.fields["Resource"])
    assert resource is not None
    return TaskState(
        name=state.name,
        next=state.next,
        flow=state.flow(has_result=True),
        resource=resource,
        timeout=state.setting("TimeoutSeconds"),
        heartbeat=state.setting("HeartbeatSeconds"),
        credentials=state.language.template(state.fields, "Credentials"),
        retriers=state.retriers(),
        catchers=state.catchers(),
    )


def _parallel(state: _StateReader) -> State:
    return ParallelState(
        name=state.name,
        next=state.next,
        flow=state.flow(has_result=True),
        branches=tuple(state.graph(branch) for branch in state.fields["Branches"]),
        retriers=state.retriers(),
        catchers=state.catchers(),
    )


def _map(state: _StateReader) -> State:
    """`Iterator` is the older name of `ItemProcessor`."""
    fields = state.fields
    processor = fields["ItemProcessor"] if "ItemProcessor" in fields else fields["Iterator"]
    return MapState(
        name=state.name,
        next=state.next,
        flow=state.language.map_flow(fields),
        processor=state.graph(processor),
        items=state.language.items(fields),
        item_selector=state.language.item_selector(fields),
        max_concurrency=state.setting("MaxConcurrency") or PathSetting("MaxConcurrency", 0),
        tolerated_count=state.setting("ToleratedFailureCount"),
        tolerated_percentage=state.setting("ToleratedFailurePercentage"),
        distribution=read_distribution(fields, processor, state.language),
        retriers=state.retriers(),
        catchers=state.catchers(),
    )


_READERS: dict[str, Callable[[_StateReader], State]] = {
    "Pass": _pass,
    "Succeed": _succeed,
    "Fail": _fail,
    "Choice": _choice,
    "Wait": _wait,
    "Task": _task,
    "Parallel": _parallel,
    "Map": _map,
}
