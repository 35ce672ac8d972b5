"""Levels of TestState's answers."""

import json
from typing import Any

import pytest

from local.engine.conformance.cases import read_case
from local.engine.conformance.levels import Verdict
from local.engine.conformance.verifying import verify
from tests.local.engine.conformance.mutants import changed
from tests.local.engine.conformance.recordings import recording

ROLE = "arn:aws:iam::111111111111:role/booking"


def judged(fields: dict[str, Any]) -> Verdict:
    return verify(read_case(fields)).verdict


@pytest.mark.parametrize(
    ("way", "value", "level"),
    [
        (("status",), "FAILED", -1),
        (("cause",), "later", 0),
        (("output", "error", "Error"), "Slow", 0),
        (("nextState",), "Book", 1),
        (("inspectionData", "errorDetails"), None, 3),
        (("inspectionData", "input", "a"), 1, 3),
        (("inspectionData", "result"), {}, 2),
        (("ResponseMetadata", "HTTPStatusCode"), 400, -1),
    ],
)
def test_each_difference_costs_its_level(way: tuple[str, ...], value: Any, level: int) -> None:
    fields = recording("caught")
    target = fields["response"]
    for step in way[:-1]:
        target = target[step]
    target[way[-1]] = value

    assert judged(fields).level == level
    assert judged(fields).difference


def test_a_refusal_needs_the_services_error_and_its_message() -> None:
    fields = recording("unmockable")

    assert judged(fields) == Verdict(4)
    assert judged(changed(fields, ("response", "Error", "Message"), lambda text: f"{text}.")).level == 0
    assert judged(changed(fields, ("response", "Error", "Code"), lambda _: "InvalidDefinition")).level == -1


def test_json_that_a_recorder_parsed_is_sent_as_text() -> None:
    fields = recording("vetted")
    fields["request"]["definition"] = json.loads(fields["request"]["definition"])
    fields["request"]["input"] = json.loads(fields["request"]["input"])
    fields["request"]["mock"]["result"] = json.loads(fields["request"]["mock"]["result"])

    assert judged(fields) == Verdict(4)


def test_a_request_that_the_api_refuses_is_refused() -> None:
    fields = recording("unmockable")
    del fields["request"]["definition"]

    assert judged(fields).level == 0
    assert "definition" in judged(fields).difference


def test_a_task_that_was_not_mocked_is_answered_as_it_was_recorded() -> None:
    fields = recording("vetted")
    del fields["request"]["mock"]
    fields["request"]["roleArn"] = ROLE

    assert judged(fields) == Verdict(4)


def test_without_inspection_the_output_stands_for_the_result() -> None:
    definition = '{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:111111111111:function:f","End":true}'
    request = {"definition": definition, "input": "{}", "roleArn": ROLE}
    fields = {"id": "t", "kind": "teststate", "request": request}

    assert judged({**fields, "response": {"status": "SUCCEEDED", "output": {"a": 1}}}) == Verdict(4)
    assert judged({**fields, "response": {"status": "FAILED", "error": "Busy"}}) == Verdict(4)
