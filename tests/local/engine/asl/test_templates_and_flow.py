from __future__ import annotations

from random import Random
from typing import Any

import pytest

from local.engine.asl.errors import ExpressionSyntaxError, RuntimeStateError
from local.engine.asl.flow import JsonPathFlow
from local.engine.asl.path_parser import parse_path
from local.engine.asl.payload import Payload
from local.engine.asl.reference_paths import parse_reference_path
from local.engine.asl.scope import Scope
from local.engine.asl.templates import Constant, parse_template

SCOPE = Scope(lambda: {"State": {"Name": "Offer"}}, Random(1))
WHOLE = parse_path("$")


def test_only_fields_with_a_dollar_are_replaced() -> None:
    template = parse_template(
        {"a.$": "$.x", "b": "$.x", "c": [{"d.$": "$$.State.Name"}, 1], "e.$": "States.Format('{}!', $.x)"}
    )

    assert template.render({"x": 5}, SCOPE) == {"a": 5, "b": "$.x", "c": [{"d": "Offer"}, 1], "e": "5!"}


def test_a_template_without_expressions_is_a_constant() -> None:
    assert isinstance(parse_template({"a": [1, {"b": None}]}), Constant)


@pytest.mark.parametrize("value", ["x", 5, "States.Nope()", "$.a["])
def test_a_dollar_field_must_hold_an_expression(value: Any) -> None:
    with pytest.raises(
        ExpressionSyntaxError, match=r"The value for the field 'rate\.\$' must be a valid JSONPath"
    ):
        parse_template({"rate.$": value})


def flow(**parts: Any) -> JsonPathFlow:
    return JsonPathFlow(
        **{"input_path": WHOLE, "output_path": WHOLE, "result_path": parse_reference_path("$"), **parts}
    )


def test_data_passes_through_untouched_where_nothing_is_said() -> None:
    raw = Payload('{ "x": 1 }')

    assert flow().effective_input(raw, SCOPE) is raw
    assert flow().output(Payload("{}"), raw, SCOPE) is raw


def test_the_result_path_is_null() -> None:
    raw = Payload('{"x":1}')

    assert flow(result_path=None).output(raw, Payload("5"), SCOPE) is raw


def test_null_paths_give_an_empty_object() -> None:
    assert flow(input_path=None).effective_input(Payload("5"), SCOPE).text == "{}"
    assert flow(output_path=None).output(Payload("5"), Payload("6"), SCOPE).text == "{}"


def test_the_order_of_the_steps() -> None:
    steps = flow(
        input_path=parse_path("$.load"),
        parameters=parse_template({"id.$": "$.id"}),
        result_selector=parse_template({"cents.$": "$.rate"}),
        result_path=parse_reference_path("$.offer"),
        output_path=parse_path("$.offer"),
    )
    raw = Payload('{"load":{"id":7}}')

    assert steps.effective_input(raw, SCOPE).text == '{"id":7}'
    selected = steps.selected(Payload('{"rate":5,"noise":1}'), SCOPE)
    assert selected.text == '{"cents":5}'
    assert steps.output(raw, selected, SCOPE).text == '{"cents":5}'


def test_a_missing_input_path_is_told_as_the_service_tells_it() -> None:
    with pytest.raises(RuntimeStateError) as caught:
        flow(input_path=parse_path("$.no")).effective_input(Payload("{}"), SCOPE)

    assert caught.value.cause == "Invalid path '$.no' : No results for path: $['no']"


@pytest.mark.parametrize("step", ["parameters", "result_selector", "assign"])
def test_a_missing_value_is_told_with_the_text_that_arrived(step: str) -> None:
    seen = Payload('{ "x" : 1 }')
    steps = flow(**{step: parse_template({"rate.$": "$.rate"})})

    with pytest.raises(RuntimeStateError) as caught:
        steps.assigned(seen, steps.selected(steps.effective_input(seen, SCOPE), SCOPE), SCOPE)

    assert caught.value.cause == (
        "The JSONPath '$.rate' specified for the field 'rate.$' "
        "could not be found in the input '{ \"x\" : 1 }'"
    )


def test_a_missing_value_of_the_context_is_told_with_the_context() -> None:
    with pytest.raises(RuntimeStateError) as caught:
        flow(parameters=parse_template({"v.$": "$$.Map.Item"})).effective_input(Payload("{}"), SCOPE)

    assert caught.value.cause == (
        "The JSONPath '$$.Map.Item' specified for the field 'v.$' "
        'could not be found in the input \'{"State":{"Name":"Offer"}}\''
    )


@pytest.mark.parametrize(("path", "found"), [("$.x[2]", True), ("$.x[2].id", False), ("$.y[0]", False)])
def test_past_the_end_of_an_array_a_template_finds_null(path: str, *, found: bool) -> None:
    steps = flow(parameters=parse_template({"v.$": path}))
    raw = Payload('{"x":[1,2],"y":{}}')

    if found:
        assert steps.effective_input(raw, SCOPE).text == '{"v":null}'
    else:
        with pytest.raises(RuntimeStateError, match="could not be found in the input"):
            steps.effective_input(raw, SCOPE)
