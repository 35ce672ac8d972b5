from __future__ import annotations

import json
from typing import Any

import pytest

from local.engine.asl.definition import diagnose, parse_definition
from local.engine.asl.errors import InvalidDefinition
from local.engine.asl.validation.comparison_names import OPERATORS

RESOURCE = "arn:aws:states:::lambda:invoke"
END = {"Type": "Succeed"}
TYPES = "Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map"
COMPARISONS = f"[{', '.join(OPERATORS)}]"
TIMES = "[SecondsPath, Seconds, TimestampPath, Timestamp]"
ONE_OF = "This object should have only one of the following fields"
ONLY_ONE = "There should only be one of the following fields"


def findings(document: Any) -> list[str]:
    return [str(diagnostic) for diagnostic in diagnose(json.dumps(document))]


def of_state(state: dict[str, Any], **others: dict[str, Any]) -> list[str]:
    return findings({"StartAt": "A", "States": {"A": state, **others}})


def task(**fields: Any) -> dict[str, Any]:
    return {"Type": "Task", "Resource": RESOURCE, "End": True, **fields}


def test_a_good_definition_has_no_findings() -> None:
    assert of_state(task(Retry=[{"ErrorEquals": ["States.ALL"]}], TimeoutSeconds=9, HeartbeatSeconds=5)) == []


def test_the_message_is_the_services() -> None:
    document = {
        "StartAt": "pass1",
        "States": {"pass1": {"Type": "Pass", "Next": "pass3"}, "pass2": {"Type": "Pass", "End": True}},
    }

    with pytest.raises(InvalidDefinition) as caught:
        parse_definition(json.dumps(document))

    assert str(caught.value) == (
        "Invalid State Machine Definition: 'MISSING_TRANSITION_TARGET: Missing 'Next' target: pass3 at "
        '/States/pass1/Next, MISSING_TRANSITION_TARGET: State "pass2" is not reachable. at /States/pass2\''
    )


def test_a_machine_needs_an_end() -> None:
    there, back = {"Type": "Pass", "Next": "B"}, {"Type": "Pass", "Next": "A"}

    assert of_state(there, B=back) == ["MISSING_END_STATE: Workflow has no terminal state at null"]
    assert of_state(there, B=back, C=back) == ["MISSING_END_STATE: Workflow has no terminal state at null"]
    assert of_state(there, B=back, C={"Type": "Pass", "End": True}) == [
        'MISSING_TRANSITION_TARGET: State "C" is not reachable. at /States/C'
    ]


def test_a_dangling_target_is_told_before_the_missing_end() -> None:
    assert of_state({"Type": "Pass", "Next": "NOPE"}) == [
        "MISSING_TRANSITION_TARGET: Missing 'Next' target: NOPE at /States/A/Next",
        "MISSING_END_STATE: Workflow has no terminal state at null",
    ]


@pytest.mark.parametrize(
    ("state", "place"),
    [
        (
            {"Type": "Choice", "Choices": [{"Variable": "$.a", "IsNull": True, "Next": "X"}]},
            "Choices[0]/Next",
        ),
        (
            {"Type": "Choice", "Choices": [{"Variable": "$.a", "IsNull": True, "Next": "B"}], "Default": "X"},
            "Default",
        ),
        (task(Catch=[{"ErrorEquals": ["States.ALL"], "Next": "X"}]), "Catch[0]/Next"),
    ],
)
def test_every_kind_of_target_must_exist(state: dict[str, Any], place: str) -> None:
    wanted = f"MISSING_TRANSITION_TARGET: Missing 'Next' target: X at /States/A/{place}"

    assert wanted in of_state(state, B=END)


@pytest.mark.parametrize("kind", ["Pass", "Wait", "Choice", "Succeed", "Fail"])
@pytest.mark.parametrize("field", ["Retry", "Catch", "TimeoutSeconds"])
def test_fields_of_other_states_are_refused(kind: str, field: str) -> None:
    state: dict[str, Any] = {"Type": kind, field: 5 if field == "TimeoutSeconds" else []}

    assert f"SCHEMA_VALIDATION_FAILED: Field '{field}' is not supported at /States/A" in of_state(state)


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ({"Type": "Task", "End": True}, "These fields are required: [Resource] at /States/A"),
        (
            {"Type": "Nope"},
            f"The field 'Type' should have one of these values: [{TYPES}] at /States/A",
        ),
        ({"End": True}, "The field 'Type' is required at /States/A"),
        (
            {"Type": "Pass"},
            "This object should have only one of the following fields: [Next, End] at /States/A",
        ),
        (
            {"Type": "Pass", "Next": "B", "End": True},
            "There should only be one of the following fields: [Next, End] at /States/A",
        ),
        (task(Resource="lambda"), "Value is not a valid resource ARN at /States/A/Resource"),
        (task(Retry="always"), "Expected value of type [ARRAY] at /States/A/Retry"),
        (task(Retry=["x"]), "Expected value of type [OBJECT] at /States/A/Retry[0]"),
        (task(Retry=[{}]), "These fields are required: [ErrorEquals] at /States/A/Retry[0]"),
        (
            task(Retry=[{"ErrorEquals": ["States.ALL", "X"]}]),
            "States.ALL must appear alone and at end of list at /States/A/Retry[0]/ErrorEquals",
        ),
        (
            task(Retry=[{"ErrorEquals": ["X"], "MaxAttempts": 1.5}]),
            "Expected value of type Integer at /States/A/Retry[0]/MaxAttempts",
        ),
        (
            task(Retry=[{"ErrorEquals": ["X"], "JitterStrategy": "HALF"}]),
            "Value should be one of the following: [FULL, NONE] at /States/A/Retry[0]/JitterStrategy",
        ),
        (
            task(TimeoutSeconds=5, TimeoutSecondsPath="$.t"),
            f"{ONLY_ONE}: [TimeoutSeconds, TimeoutSecondsPath] at /States/A",
        ),
        (
            task(TimeoutSeconds=5, HeartbeatSeconds=5),
            "HeartbeatSeconds must be smaller than TimeoutSeconds at /States/A/HeartbeatSeconds",
        ),
        (task(TimeoutSeconds=True), "Expected value of type Integer at /States/A/TimeoutSeconds"),
        (task(TimeoutSecondsPath="$.a[*]"), "Value is not a Reference Path at /States/A/TimeoutSecondsPath"),
        (task(ResultPath="$.a[*]"), "Value is not a Reference Path at /States/A/ResultPath"),
        (task(InputPath="load"), "Value is not a valid JSONPath at /States/A/InputPath"),
        (
            task(Parameters={"a": {"rate.$": "rate"}}),
            (
                "The value for the field 'rate.$' must be a valid JSONPath or a valid intrinsic function "
                "call at /States/A/Parameters"
            ),
        ),
        (
            task(Output="{% 1 %}"),
            (
                "The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the "
                "'JSONata' QueryLanguage at /States/A"
            ),
        ),
        ({"Type": "Choice"}, "These fields are required: [Choices] at /States/A"),
        ({"Type": "Choice", "Choices": []}, "Value cannot be empty at /States/A/Choices"),
        (
            {"Type": "Choice", "Choices": [{"Variable": "$.a", "Next": "B"}]},
            f"{ONE_OF}: {COMPARISONS} at /States/A/Choices[0]",
        ),
        (
            {
                "Type": "Choice",
                "Choices": [{"Variable": "$.a", "IsNull": True, "IsString": True, "Next": "B"}],
            },
            f"{ONLY_ONE}: {COMPARISONS} at /States/A/Choices[0]",
        ),
        (
            {"Type": "Choice", "Choices": [{"Not": {"Or": []}, "Next": "B"}]},
            "Value cannot be empty at /States/A/Choices[0]/Not/Or",
        ),
        (
            {"Type": "Choice", "Choices": [{"Variable": "a", "IsNull": True, "Next": "B"}]},
            (
                "Value is not a Reference Path: Reference path didn't start with '$' "
                "at /States/A/Choices[0]/Variable"
            ),
        ),
        (
            {"Type": "Choice", "Choices": [{"Variable": "$.a", "NumericEquals": "5", "Next": "B"}]},
            "Expected value of type [NUMBER] at /States/A/Choices[0]/NumericEquals",
        ),
        (
            {"Type": "Choice", "Choices": [{"Variable": "$.a", "Near": 5, "Next": "B"}]},
            "Field 'Near' is not supported at /States/A/Choices[0]",
        ),
        (
            {"Type": "Wait", "End": True},
            f"{ONE_OF}: {TIMES} at /States/A",
        ),
        (
            {"Type": "Wait", "Seconds": 5, "SecondsPath": "$.s", "End": True},
            f"{ONLY_ONE}: {TIMES} at /States/A",
        ),
        (
            {"Type": "Wait", "Timestamp": "soon", "End": True},
            "String does not match RFC3339 timestamp at /States/A/Timestamp",
        ),
        (
            {"Type": "Parallel", "Branches": [], "End": True},
            "Value cannot be empty at /States/A/Branches",
        ),
        ({"Type": "Map", "End": True}, "These fields are required: [ItemProcessor] at /States/A"),
        (
            {
                "Type": "Map",
                "ItemReader": {},
                "ItemProcessor": {"StartAt": "I", "States": {"I": END}},
                "End": True,
            },
            "Field 'ItemReader' is only supported when Mode is DISTRIBUTED at /States/A",
        ),
        (
            {"Type": "Fail", "Error": "X", "ErrorPath": "$.x"},
            "There should only be one of the following fields: [Error, ErrorPath] at /States/A",
        ),
    ],
)
def test_what_is_refused(state: dict[str, Any], message: str) -> None:
    assert f"SCHEMA_VALIDATION_FAILED: {message}" in of_state(state, B=END)


def test_names_are_unique_in_the_whole_machine() -> None:
    inner = {"StartAt": "A", "States": {"A": END}}
    document = {"Type": "Parallel", "Branches": [inner], "End": True}

    assert "DUPLICATE_STATE_NAME: Duplicate state name: A at /States/A/Branches[0]/States/A" in of_state(
        document
    )


def test_inner_graphs_are_checked_too() -> None:
    inner = {"StartAt": "I", "States": {"I": {"Type": "Pass", "Next": "J"}, "K": END}}
    found = of_state({"Type": "Map", "ItemProcessor": inner, "End": True})

    assert (
        "MISSING_TRANSITION_TARGET: Missing 'Next' target: J at /States/A/ItemProcessor/States/I/Next"
        in found
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "INVALID_JSON_DESCRIPTION"),
        ('{"StartAt":"A","StartAt":"B","States":{}}', "INVALID_JSON_DESCRIPTION"),
        ("[]", "SCHEMA_VALIDATION_FAILED"),
        ("{}", "SCHEMA_VALIDATION_FAILED"),
        ('{"StartAt":"A","States":{"A":{"Type":"Succeed"}},"Extra":1}', "SCHEMA_VALIDATION_FAILED"),
        (
            '{"QueryLanguage":"XPath","StartAt":"A","States":{"A":{"Type":"Succeed"}}}',
            "SCHEMA_VALIDATION_FAILED",
        ),
    ],
)
def test_what_is_no_machine_is_refused(text: str, code: str) -> None:
    assert [diagnostic.code for diagnostic in diagnose(text)] == [code]


@pytest.mark.parametrize(
    ("states", "told"),
    [
        ({}, ["Value cannot be empty", "Missing 'Next' target: A", "Workflow has no terminal state"]),
        ({"A": {"End": True}}, ["The field 'Type' is required", "Workflow has no terminal state"]),
        (
            {"A": {"Type": "Pass"}},
            [
                "This object should have only one of the following fields: [Next, End]",
                "Workflow has no terminal state",
            ],
        ),
        ({"A": {"Type": "Wait", "Seconds": -1, "End": True}}, ["Minimum value is 0"]),
    ],
)
def test_states_with_other_faults_are_followed_all_the_same(states: dict[str, Any], told: list[str]) -> None:
    found = diagnose(json.dumps({"StartAt": "A", "States": states}))

    assert [diagnostic.message for diagnostic in found] == told
