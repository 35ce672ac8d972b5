"""Each rule finds what it is for: a machine that keeps all of them is broken in one way."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from statemachines.lint import lint

Break = Callable[[dict[str, Any]], None]


def machine() -> dict[str, Any]:
    retry = {
        "ErrorEquals": ["Lambda.Unknown"],
        "MaxAttempts": 3,
        "MaxDelaySeconds": 20,
        "JitterStrategy": "FULL",
    }
    return {
        "StartAt": "WAIT",
        "States": {
            "WAIT": {
                "Type": "Task",
                "Comment": "No heartbeat: a person answers.",
                "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
                "TimeoutSeconds": 5,
                "Retry": [retry],
                "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "FAILED"}],
                "Next": "CHOOSE",
            },
            "CHOOSE": {
                "Type": "Choice",
                "Choices": [{"Variable": "$.a", "StringEquals": "b", "Next": "WAIT"}],
                "Default": "FAILED",
            },
            "FAILED": {"Type": "Fail"},
        },
    }


def found(broken: dict[str, Any]) -> str:
    return "; ".join(str(finding) for finding in lint(json.dumps(broken)))


def test_a_good_machine_has_no_findings() -> None:
    assert found(machine()) == ""


def wait(change: Callable[[dict[str, Any]], Any]) -> Break:
    return lambda broken: change(broken["States"]["WAIT"])


def retrier(change: Callable[[dict[str, Any]], Any]) -> Break:
    return lambda broken: change(broken["States"]["WAIT"]["Retry"][0])


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        (wait(lambda state: state.pop("Retry")), "has no Retry"),
        (retrier(lambda retry: retry.update(ErrorEquals="States.ALL")), "is not a list of names"),
        (retrier(lambda retry: retry.update(ErrorEquals=["States.ALL"])), "retries every error"),
        (retrier(lambda retry: retry.pop("JitterStrategy")), "without JitterStrategy"),
        (retrier(lambda retry: retry.pop("MaxDelaySeconds")), "without a cap"),
        (retrier(lambda retry: retry.update(ErrorEquals=["States.Timeout"])), "which is its deadline"),
        (retrier(lambda retry: retry.update(ErrorEquals=["NoSuchError"])), "names NoSuchError"),
        (wait(lambda state: state.pop("Catch")), "no Catch that ends in States.ALL"),
        (wait(lambda state: state.pop("TimeoutSeconds")), "has neither TimeoutSeconds"),
        (wait(lambda state: state.update(Comment="Waits.")), "waits without HeartbeatSeconds"),
        (wait(lambda state: state.update(Next="NOWHERE")), "leads to NOWHERE"),
        (wait(lambda state: state.pop("Next")), "has neither Next nor End"),
        (lambda broken: broken["States"]["CHOOSE"].pop("Default"), "is a Choice without Default"),
        (lambda broken: broken["States"].update(ALONE={"Type": "Succeed"}), "ALONE is reached by no state"),
    ],
)
def test_a_broken_rule_is_found(change: Break, finding: str) -> None:
    broken = machine()
    change(broken)
    assert finding in found(broken)


def test_two_states_of_one_name_are_found() -> None:
    text = json.dumps(machine()).replace('"FAILED": {"Type"', '"CHOOSE": {"Type": "Fail"}, "FAILED": {"Type"')
    assert [str(finding) for finding in lint(text)] == ["CHOOSE is declared twice"]
