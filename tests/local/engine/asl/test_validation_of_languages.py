"""Definitions of both query languages, as the service takes and refuses them."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from local.engine.asl.definition import diagnose, parse_definition

INVOKE = "arn:aws:states:::lambda:invoke"
ONLY_JSONPATH = (
    "The QueryLanguage is set to 'JSONata', but field '{}' is only supported for the 'JSONPath' QueryLanguage"
)
ONLY_JSONATA = (
    "The QueryLanguage is set to 'JSONPath', but field '{}' is only supported for the 'JSONata' QueryLanguage"
)
NOT_IN_LIST = "Value should be one of the following: [JSONPath, JSONata]"


def findings(state: dict[str, Any], language: Any = "JSONata", **others: Any) -> list[tuple[str, str | None]]:
    document = {"QueryLanguage": language, "StartAt": "A", "States": {"A": state, **others}}
    return [(each.message, each.location) for each in diagnose(json.dumps(document))]


def codes(state: dict[str, Any], language: Any = "JSONata", **others: Any) -> list[tuple[str, str]]:
    document = {"QueryLanguage": language, "StartAt": "A", "States": {"A": state, **others}}
    return [(each.code, each.severity) for each in diagnose(json.dumps(document))]


def passing(**fields: Any) -> dict[str, Any]:
    return {"Type": "Pass", "End": True, **fields}


def task(**fields: Any) -> dict[str, Any]:
    return {"Type": "Task", "Resource": INVOKE, "End": True, **fields}


PROCESSOR = {"StartAt": "P", "States": {"P": passing()}}
GOOD = {
    "pass": passing(Output={"a": ["{% $states.input.b %}", 1]}, Assign={"x": "{% $states.context %}"}),
    "task": task(
        Arguments="{% $states.input %}",
        Output="{% $states.result %}",
        Assign={"r": "{% $states.result.a %}"},
        TimeoutSeconds="{% $x %}",
        HeartbeatSeconds="{% 5 %}",
        Catch=[{"ErrorEquals": ["States.ALL"], "Output": "{% $states.errorOutput %}", "Next": "B"}],
    ),
    "wait": {"Type": "Wait", "Timestamp": "{% $now() %}", "Next": "B"},
    "choice": {"Type": "Choice", "Choices": [{"Condition": "{% $x = 1 %}", "Output": 1, "Next": "B"}]},
    "map": {
        "Type": "Map",
        "Items": "{% $states.input %}",
        "MaxConcurrency": "{% 3 %}",
        "ToleratedFailurePercentage": "{% 5.5 %}",
        "ItemSelector": {"v": "{% $states.context.Map.Item.Value %}"},
        "ItemProcessor": PROCESSOR,
        "End": True,
    },
    "later names": passing(Output="{% $states.input.items[price > 3].{'n': name} %}"),
    "a lambda's own names": passing(Output="{% $map([1], function($v) { $v + 1 }) %}"),
}


@pytest.mark.parametrize("state", GOOD.values(), ids=GOOD.keys())
def test_what_is_taken(state: dict[str, Any]) -> None:
    others = {"B": {"Type": "Succeed"}} if '"B"' in json.dumps(state) else {}

    assert findings(state, **others) == []


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("a[1,2)", 'Expected "]", got ","'),
        ('"unterminated', "String literal must be terminated by a matching quote"),
        ("1 +", "Unexpected end of expression"),
        ('{"a":}', 'The symbol "}" cannot be used as a unary operator'),
        ('$match("a", /abc', "No terminating / in regular expression"),
        ("", "Unexpected end of expression"),
    ],
)
def test_an_expression_that_cannot_be_read(expression: str, message: str) -> None:
    state = passing(Output={"v": "{% " + expression + " %}"})

    assert findings(state) == [(message, "/States/A/Output/v")]
    assert codes(state) == [("INVALID_JSONATA_EXPRESSION", "ERROR")]


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("phone", "Reference to 'phone' at the top level is not supported."),
        ("phone.number + 1", "Reference to 'phone' at the top level is not supported."),
        ("$map($x, function($v) { phone })", "Reference to 'phone' at the top level is not supported."),
        ("{'a': phone}", "Reference to 'phone' at the top level is not supported."),
        ("$x ? 1 : [phone]", "Reference to 'phone' at the top level is not supported."),
        ("$ = 1", "Reference to '$' at the top level is not supported."),
        ("$$", "Reference to '$$' is not supported."),
        ("$states.errorOutput", "Field '$states.errorOutput' does not exist."),
        ("$states.result.a", "Field '$states.result' does not exist."),
        ("$states.item.id", "Field '$states.item' does not exist."),
        ("$count($states.loads)", "Field '$states.loads' does not exist."),
    ],
)
def test_a_name_that_means_nothing(expression: str, message: str) -> None:
    state = passing(Output="{% " + expression + " %}")

    assert findings(state) == [(message, "/States/A/Output")]
    assert codes(state) == [("UNSUPPORTED_JSONATA_EXPRESSION", "ERROR")]


def test_a_result_is_not_there_before_the_work() -> None:
    assert findings(task(Arguments="{% $states.result %}")) == [
        ("Field '$states.result' does not exist.", "/States/A/Arguments")
    ]


def test_fields_of_the_other_language() -> None:
    assert findings(passing(InputPath="$.a", OutputPath="$.b")) == [
        (ONLY_JSONPATH.format("InputPath"), "/States/A"),
        (ONLY_JSONPATH.format("OutputPath"), "/States/A"),
    ]
    assert findings(passing(Output={"v": 1}), "JSONPath") == [(ONLY_JSONATA.format("Output"), "/States/A")]
    rule = {"Variable": "$.a", "IsNull": True, "Condition": True, "Next": "B"}
    assert (ONLY_JSONPATH.format("Variable"), "/States/A/Choices[0]") in findings(
        {"Type": "Choice", "Choices": [rule]}, B={"Type": "Succeed"}
    )


def test_a_states_language_is_its_own_and_not_that_of_the_states_in_it() -> None:
    inner = {"StartAt": "P", "States": {"P": passing(Output=1)}}
    state = {"Type": "Map", "QueryLanguage": "JSONata", "ItemProcessor": inner, "End": True}

    assert findings(state, "JSONPath") == [
        (ONLY_JSONATA.format("Output"), "/States/A/ItemProcessor/States/P")
    ]


def test_no_way_back_to_jsonpath() -> None:
    message = "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine"

    assert findings(passing(QueryLanguage="JSONPath", Output=1)) == [(message, "/States/A")]


def test_an_unknown_language_counts_as_jsonata() -> None:
    assert findings(passing(QueryLanguage="jsonata", InputPath="$.a"), "JSONPath") == [
        (ONLY_JSONPATH.format("InputPath"), "/States/A"),
        (NOT_IN_LIST, "/States/A/QueryLanguage"),
    ]
    assert findings(passing(Output=1), "jsonpath") == [(NOT_IN_LIST, "/QueryLanguage")]
    assert findings(passing(), 5) == [("Expected value of type [STRING]", "/QueryLanguage")]


def test_a_processor_has_no_language() -> None:
    processor = {**PROCESSOR, "QueryLanguage": "JSONata"}

    assert findings({"Type": "Map", "ItemProcessor": processor, "End": True}) == [
        ("Field 'QueryLanguage' is not supported", "/States/A/ItemProcessor")
    ]


def test_only_the_whole_machine_needs_an_end() -> None:
    loop = {"StartAt": "P", "States": {"P": {"Type": "Pass", "Next": "P"}}}

    assert findings({"Type": "Map", "ItemProcessor": loop, "End": True}) == []


@pytest.mark.parametrize(
    ("assign", "place"),
    [
        ({"states": 1}, "/States/A/Assign/states"),
        ({"1x": 1}, "/States/A/Assign/1x"),
        ({"_x": 1}, "/States/A/Assign/_x"),
        ({"a-b": 1}, "/States/A/Assign/a-b"),
        ({"x" * 81: 1}, "/States/A/Assign/" + "x" * 81),
        ("x", "/States/A/Assign"),
    ],
)
def test_names_of_variables(assign: Any, place: str) -> None:
    assert [where for _, where in findings(passing(Assign=assign))] == [place]
    assert findings(passing(Assign={"ratePerMile": 1, "größe": 2})) == []


def test_a_state_without_a_next_state_of_its_own_assigns_nothing() -> None:
    assert findings({"Type": "Succeed", "Assign": {"x": 1}}) == [
        ("Field 'Assign' is not supported", "/States/A")
    ]


def test_a_number_out_of_range() -> None:
    state = {"Type": "Map", "ItemProcessor": PROCESSOR, "End": True}

    assert findings({**state, "MaxConcurrency": -1}) == [("Minimum value is 0", "/States/A/MaxConcurrency")]
    assert findings({**state, "ToleratedFailurePercentage": 101}) == [
        ("Maximum value is 100.0", "/States/A/ToleratedFailurePercentage")
    ]


def test_items_are_an_array_an_object_or_an_expression() -> None:
    state = {"Type": "Map", "ItemProcessor": PROCESSOR, "End": True}

    assert findings({**state, "Items": 5}) == [("Expected value of type [ARRAY]", "/States/A/Items")]
    assert findings({**state, "Items": "abc"}) == [("Expected value of type [ARRAY]", "/States/A/Items")]
    assert findings({**state, "Items": {"a": 1}}) == []


def test_what_is_only_warned_of() -> None:
    state = passing(Parameters={"a": "$.b", "c.$": "$.d"}, Result={"x": ["$.y"]})

    assert codes(state, "JSONPath") == [("NO_DOLLAR", "WARNING"), ("PASS_RESULT_IS_STATIC", "WARNING")]
    fails = {"Type": "Fail", "Cause": "$.cause"}
    assert codes(fails, "JSONPath") == [("NO_PATH", "WARNING")]
    parse_definition(json.dumps({"StartAt": "A", "States": {"A": state}}))


def test_the_library_comes_with_the_first_jsonata_definition() -> None:
    program = """
import json, sys
from local.engine.asl.definition import parse_definition
import local.engine.core.run
state = {"Type": "Pass", "Assign": {"x": 1}, "End": True}
parse_definition(json.dumps({"StartAt": "A", "States": {"A": state}}))
assert "jsonata" not in sys.modules
state |= {"QueryLanguage": "JSONata", "Output": "{% 1 %}"}
parse_definition(json.dumps({"StartAt": "A", "States": {"A": state}}))
assert "jsonata" in sys.modules
"""

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
