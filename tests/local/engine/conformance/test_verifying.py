"""Levels of single cases."""

from __future__ import annotations

import copy
import signal
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from local.engine.conformance.cases import read_case
from local.engine.conformance.levels import Verdict
from local.engine.conformance.verifying import verify
from tests.local.engine.conformance.recordings import recording

FUNCTION = "arn:aws:lambda:us-east-1:111111111111:function:fn_u0000001"
ROLE = {"roleArn": "snf_role_arn", "inputDetails": {"truncated": False}}
WHOLE = {"truncated": False}


def event(id_: int, previous: int, kind: str, member: str = "", **details: Any) -> dict[str, Any]:
    named = {f"{member}EventDetails": details} if member else {}
    return {"id": id_, "previousEventId": previous, "type": kind, "timestamp": "timestamp", **named}


def recorded() -> dict[str, Any]:
    """A recording of a task that fails once, is tried again and succeeds."""
    asked = {"input": {"q": "<queue>"}, "inputDetails": WHOLE}
    call = {"resource": "arn:<partition>:lambda:<region>:111111111111:function:<fn>", **asked}
    done = {"output": {"rate": 1, "at": "date"}, "outputDetails": WHOLE}
    history = [
        event(1, 0, "ExecutionStarted", "executionStarted", **asked, roleArn="snf_role_arn"),
        event(2, 0, "TaskStateEntered", "stateEntered", name="Ask", **asked),
        event(3, 2, "LambdaFunctionScheduled", "lambdaFunctionScheduled", **call),
        event(4, 3, "LambdaFunctionStarted"),
        event(5, 4, "LambdaFunctionFailed", "lambdaFunctionFailed", error="Busy", cause="<uuid:1>"),
        event(6, 5, "LambdaFunctionScheduled", "lambdaFunctionScheduled", **call),
        event(7, 6, "LambdaFunctionStarted"),
        event(8, 7, "LambdaFunctionSucceeded", "lambdaFunctionSucceeded", **done),
        event(9, 8, "TaskStateExited", "stateExited", name="Ask", **done),
        event(10, 9, "ExecutionSucceeded", "executionSucceeded", **done),
    ]
    ask = {"Type": "Task", "Resource": FUNCTION, "Retry": [{"ErrorEquals": ["Busy"]}], "End": True}
    return {
        "id": "x",
        "kind": "history-task",
        "tags": ["state:Task"],
        "definition": {"StartAt": "Ask", "States": {"Ask": ask}},
        "input": {"q": "queue-u0000002"},
        "history": history,
    }


def judged(fields: dict[str, Any]) -> Verdict:
    return verify(read_case(fields)).verdict


def test_a_history_that_agrees_in_everything_is_at_the_highest_level() -> None:
    assert judged(recorded()) == Verdict(4)


def changed(**changes: Any) -> dict[str, Any]:
    fields = copy.deepcopy(recorded())
    for path, value in changes.items():
        *way, last = path.split("__")
        target: Any = fields
        for step in way:
            target = target[int(step) if step.isdigit() else step]
        target[int(last) if last.isdigit() else last] = value
    return fields


@pytest.mark.parametrize(
    ("changes", "level"),
    [
        ({"history__5__previousEventId": 4}, 3),
        ({"history__2__lambdaFunctionScheduledEventDetails__timeoutInSeconds": 5}, 2),
        ({"history__3__type": "TaskStarted"}, 1),
        ({"history__9__executionSucceededEventDetails__output": {"rate": 2}}, 0),
        ({"history__9__type": "ExecutionFailed"}, -1),
        ({"definition__States__Ask__Retry": []}, -1),
        ({"definition__StartAt": "Nowhere"}, -1),
    ],
)
def test_each_difference_costs_its_level(changes: dict[str, Any], level: int) -> None:
    fields = changed(**changes)

    assert judged(fields).level == level
    assert judged(fields).difference


def test_a_recording_that_stops_is_compared_as_far_as_it_goes() -> None:
    fields = recorded()
    fields["history"] = fields["history"][:4]

    assert judged(fields) == Verdict(4)


def test_a_task_that_timed_out_never_answers() -> None:
    fields = recorded()
    fields["definition"]["States"]["Ask"] = {
        "Type": "Task",
        "Resource": FUNCTION,
        "TimeoutSeconds": 5,
        "End": True,
    }
    fields["history"] = [
        *fields["history"][:4],
        event(5, 4, "LambdaFunctionTimedOut", "lambdaFunctionTimedOut", error="States.Timeout"),
        event(6, 5, "ExecutionFailed", "executionFailed", error="States.Timeout"),
    ]
    fields["history"][2]["lambdaFunctionScheduledEventDetails"]["timeoutInSeconds"] = 5

    assert judged(fields) == Verdict(4)


def test_a_choice_is_judged_by_its_output() -> None:
    definition = {"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": {"x": 1}, "End": True}}}
    fields = {"id": "c", "kind": "choice", "tags": [], "definition": definition, "input": {}}

    assert judged({**fields, "output": {"x": 1}}).level == 4
    assert judged({**fields, "output": {"x": 2}}).level == 0


def test_what_crashes_or_is_malformed_is_told_in_a_word() -> None:
    history = [*recorded()["history"]]
    del history[0]["type"]
    unreadable = changed(definition="[]")
    crashing = changed(input={"q": 1})
    crashing["history"][7]["lambdaFunctionSucceededEventDetails"] = {"output": {1: {2}}}

    assert judged({**recorded(), "history": history}) == Verdict(
        -1, "malformed: each event of the history must have a type"
    )
    assert judged(unreadable).difference.startswith("definition refused:")
    assert judged(crashing).difference.startswith("crashed: TypeError")


def test_a_recording_that_stops_while_the_run_goes_on_agrees_in_nothing() -> None:
    fields = recorded()
    fields["history"] = fields["history"][:-1]

    assert judged(fields).level == -1
    assert "the run goes on" in judged(fields).difference


def test_a_recording_of_the_start_alone_says_nothing_of_the_end() -> None:
    fields = recorded()
    fields["history"] = fields["history"][:1]

    assert judged(fields) == Verdict(4)


def test_a_difference_is_shown_as_a_diff() -> None:
    shown = judged(changed(history__9__executionSucceededEventDetails__output={"rate": 2})).difference

    assert '-  "rate": 2' in shown
    assert '+  "rate": 1' in shown


def test_lost_ends_of_parallel_states_are_put_back_and_counted() -> None:
    fields = recording("both-ways")
    zeroed = copy.deepcopy(fields)
    for each in zeroed["history"]:
        each["id"] = 0 if each["id"] == [0] else each["id"]
    without_exit = {**fields, "history": [e for e in fields["history"] if e["type"] != "ParallelStateExited"]}

    assert judged(fields) == judged(zeroed) == Verdict(4)
    assert judged(without_exit).level == 1


def test_a_run_is_stopped_where_the_recording_says_so() -> None:
    fields = recorded()
    aborted = event(5, 0, "ExecutionAborted", "executionAborted", error="Cancelled", cause="by the broker")
    fields["history"] = [*fields["history"][:4], aborted]

    assert judged(fields) == Verdict(4)
    assert judged({**fields, "history": [*fields["history"][:3], aborted]}).level == 1


def test_a_run_is_redriven_where_the_recording_says_so() -> None:
    fields = recorded()
    fields["definition"]["States"]["Ask"]["Retry"] = []
    before, failed, again = fields["history"][:5], fields["history"][4], fields["history"][5:]
    redriven = event(7, 6, "ExecutionRedriven", "executionRedriven", redriveCount=1)
    end = event(
        6,
        5,
        "ExecutionFailed",
        "executionFailed",
        **{name: failed["lambdaFunctionFailedEventDetails"][name] for name in ("error", "cause")},
    )
    later = [{**each, "id": each["id"] + 2, "previousEventId": each["previousEventId"] + 2} for each in again]
    fields["history"] = [*before, end, redriven, *later]

    assert judged(fields) == Verdict(4)


ENDLESS = {
    "id": "endless",
    "kind": "choice",
    "definition": {
        "QueryLanguage": "JSONata",
        "StartAt": "Count",
        "States": {
            "Count": {
                "Type": "Pass",
                "Output": "{% ($f := function($n) { $f($n + 1) }; $f(1)) %}",
                "End": True,
            }
        },
    },
    "input": {},
    "output": 1,
}


def test_a_case_that_hangs_is_given_up() -> None:
    verdict = verify(read_case(ENDLESS), seconds=0.2).verdict

    assert verdict == Verdict(-1, "took too long: not played to its end in 0.2 seconds")


def test_the_time_that_one_case_has_is_not_the_next_ones() -> None:
    verify(read_case(ENDLESS), seconds=0.2)

    assert judged(recorded()) == Verdict(4)
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_elsewhere_than_on_the_main_thread_a_case_has_no_limit() -> None:
    with ThreadPoolExecutor() as pool:
        verdict = pool.submit(judged, recorded()).result()

    assert verdict == Verdict(4)
