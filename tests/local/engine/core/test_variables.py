"""Variables in both query languages: what is seen where, and how much they hold."""

from __future__ import annotations

from typing import Any

import pytest

from local.engine.core import variables
from local.engine.stimuli import TaskFailed, TaskSucceeded
from tests.local.engine.core.builders import Driver, machine, task

JSON = {"stops": ["Reno", "Elko"], "rate": 850}


def passing(**fields: Any) -> dict[str, Any]:
    return {"Type": "Pass", **({} if "Next" in fields else {"End": True}), **fields}


def run_of(**states: Any) -> Driver:
    return Driver(machine(**states), JSON).start()


def test_a_path_may_start_at_a_variable() -> None:
    driver = run_of(
        Set=passing(Assign={"load.$": "$", "fixed": {"a": [1]}}, Next="Judge"),
        Judge={
            "Type": "Choice",
            "Choices": [
                {"Variable": "$load.rate", "NumericGreaterThanPath": "$fixed.a[0]", "Next": "Tell"},
            ],
        },
        Tell=passing(
            InputPath="$load.stops",
            Parameters={
                "first.$": "$[0]",
                "all.$": "$load.stops[*]",
                "text.$": "States.Format('{} at {}', $load.stops[1], $load.rate)",
            },
        ),
    )

    assert driver.output == {"first": "Reno", "all": ["Reno", "Elko"], "text": "Elko at 850"}


def test_a_result_is_assigned_after_it_was_selected() -> None:
    driver = run_of(
        Post=task(
            ResultSelector={"id.$": "$.load.id"},
            ResultPath="$.post",
            Assign={"id.$": "$.id"},
            Next="Tell",
        ),
        Tell=passing(Parameters={"id.$": "$id", "post.$": "$.post"}),
    )

    driver.tell(TaskSucceeded(driver.calls[0].task_id, '{"load":{"id":"l-1"}}'))

    assert driver.output == {"id": "l-1", "post": {"id": "l-1"}}


def test_a_catcher_assigns_from_the_error() -> None:
    catcher = {
        "ErrorEquals": ["Busy"],
        "Assign": {"error.$": "$.Error"},
        "ResultPath": "$.failure",
        "Next": "Tell",
    }
    driver = run_of(Post=task(Catch=[catcher]), Tell=passing(Parameters={"e.$": "$error", "r.$": "$.rate"}))

    driver.tell(TaskFailed(driver.calls[0].task_id, "Busy", "later"))

    assert driver.output == {"e": "Busy", "r": 850}


def test_a_choice_rule_assigns_its_own_and_the_default_the_states() -> None:
    def judged(limit: int) -> Any:
        choice = {
            "Type": "Choice",
            "Choices": [
                {"Variable": "$.rate", "NumericLessThan": limit, "Assign": {"by": "rule"}, "Next": "Tell"}
            ],
            "Assign": {"by": "default"},
            "Default": "Tell",
        }
        return run_of(Judge=choice, Tell=passing(Parameters={"by.$": "$by"})).output

    assert judged(900) == {"by": "rule"}
    assert judged(800) == {"by": "default"}


def test_an_iteration_sees_outer_variables_and_keeps_its_own() -> None:
    tell = passing(Parameters={"outer.$": "$outer", "inner.$": "$inner"})
    each = {
        "StartAt": "Set",
        "States": {"Set": passing(Assign={"inner.$": "$"}, Next="Show"), "Show": tell},
    }
    driver = run_of(
        Outer=passing(Assign={"outer": "o"}, Next="Each"),
        Each={"Type": "Map", "ItemsPath": "$.stops", "ItemProcessor": each, "Next": "After"},
        After=passing(Parameters={"inner.$": "$inner"}),
    )

    shown = [event.details["output"] for event in driver.events if event.type == "MapStateExited"]
    assert shown == ['[{"outer":"o","inner":"Reno"},{"outer":"o","inner":"Elko"}]']
    assert driver.end is not None
    assert driver.end.error == "States.Runtime"


@pytest.mark.parametrize("limit", ["ASSIGN_LIMIT", "TOTAL_LIMIT"])
def test_variables_hold_a_limited_number_of_bytes(monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    monkeypatch.setattr(variables, limit, 20)
    small, large = passing(Assign={"a": "x" * 10}, Next="Large"), passing(Assign={"b": "ä" * 10})

    driver = run_of(Small=small, Large=large)

    assert driver.end is not None
    assert driver.end.error == "States.DataLimitExceeded"
    assert "'Large'" in str(driver.end.cause)
    assert run_of(Small=small, Large=passing(Assign={"a": "y" * 10})).end is not None
    assert run_of(Small=small, Large=passing(Assign={"a": "y" * 10})).types[-1] == "ExecutionSucceeded"
