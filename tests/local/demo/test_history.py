"""What a run cost, counted in the history that the engine tells."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from local.demo.cost import Cost
from local.demo.history import Histories

MACHINE = "arn:aws:states:us-east-1:000000000000:stateMachine:chain-booking"
START = datetime(2027, 3, 1, tzinfo=UTC)


def event(second: float, kind: str, **details: Any) -> dict[str, Any]:
    return {"timestamp": START + timedelta(seconds=second), "type": kind, **details}


def entered(second: float, state: str) -> dict[str, Any]:
    return event(second, "TaskStateEntered", stateEnteredEventDetails={"name": state})


def scheduled(second: float, resource_type: str = "lambda") -> dict[str, Any]:
    return event(second, "TaskScheduled", taskScheduledEventDetails={"resourceType": resource_type})


HISTORY = [
    event(0, "ExecutionStarted"),
    entered(0.5, "SOURCING"),
    scheduled(0.6),
    scheduled(0.8),
    entered(2, "VETTING"),
    event(2.1, "LambdaFunctionScheduled"),
    scheduled(2.2, "sqs"),
    event(3, "ExecutionSucceeded"),
]


class FakeStates:
    """A Step Functions that knows one run."""

    def __init__(self, events: list[dict[str, Any]]) -> None:
        self._events = events
        self.asked: list[str] = []

    def get_paginator(self, _operation: str) -> "FakeStates":
        return self

    def paginate(self, executionArn: str, **options: Any) -> list[dict[str, Any]]:  # noqa: N803 - AWS's name
        self.asked.append(executionArn)
        events = self._events[::-1] if options.get("reverseOrder") else self._events
        return [{"events": events[:3]}, {"events": events[3:]}]

    def describe_execution(self, **_: Any) -> dict[str, Any]:
        return {"status": "SUCCEEDED"}


def test_every_entered_state_is_a_transition_and_every_try_an_invocation() -> None:
    run = Histories(FakeStates(HISTORY), MACHINE).run("load-1")

    assert run.transitions == 2
    assert run.invocations == 3


def test_the_stay_in_a_state_ends_with_the_next_or_with_the_run() -> None:
    run = Histories(FakeStates(HISTORY), MACHINE).run("load-1")

    assert [(visit.state, visit.entered, visit.seconds) for visit in run.visits] == [
        ("SOURCING", 0.5, 1.5),
        ("VETTING", 2.0, 1.0),
    ]
    assert run.seconds == 3.0


def test_the_current_state_is_the_last_entered() -> None:
    assert Histories(FakeStates(HISTORY), MACHINE).current_state("load-1") == "VETTING"


@pytest.mark.parametrize("qualifier", ["", ":live", ":7"])
def test_the_run_is_asked_for_by_its_arn_whatever_the_alias(qualifier: str) -> None:
    states = FakeStates(HISTORY)

    Histories(states, MACHINE + qualifier).current_state("load-1")

    assert states.asked == ["arn:aws:states:us-east-1:000000000000:execution:chain-booking:load-1"]


def test_the_cost_follows_the_list_prices() -> None:
    assert Cost(transitions=1_000, invocations=1_000_000).dollars == pytest.approx(0.225)
