from __future__ import annotations

from random import Random
from typing import Any

import pytest

from local.engine.asl.states import Retrier
from local.engine.core.retry import delay_seconds
from local.engine.stimuli import TaskFailed, TaskSucceeded, TimerFired
from tests.local.engine.core.builders import Driver, machine, task


def retrying(*retriers: dict[str, Any], **fields: Any) -> Driver:
    return Driver(machine(Offer=task(Retry=list(retriers), **fields))).start()


def test_a_retry_waits_longer_each_time_up_to_its_limit() -> None:
    driver = retrying(
        {"ErrorEquals": ["Busy"], "IntervalSeconds": 2, "BackoffRate": 3, "MaxDelaySeconds": 10}
    )
    waits = []

    for scheduled in (3, 6, 9):
        driver.tell(TaskFailed(scheduled, "Busy", "later"))
        timer = f"retry:{scheduled + 2}"
        waits.append(driver.seconds_until(timer))
        driver.tell(TimerFired(timer))
    driver.tell(TaskFailed(12, "Busy", "later"))

    assert waits == [2, 6, 10]
    assert driver.end is not None
    assert (driver.end.error, driver.end.cause) == ("Busy", "later")


def test_a_retry_never_waits_longer_than_a_year_and_a_day() -> None:
    retrier = Retrier(("Busy",), max_attempts=99_999_999)

    assert delay_seconds(retrier, 60, Random(1)) == 31_622_400
    assert delay_seconds(retrier, 5_000, Random(1)) == 31_622_400


def test_full_jitter_draws_the_wait_from_nothing_to_the_delay() -> None:
    driver = retrying({"ErrorEquals": ["Busy"], "IntervalSeconds": 100, "JitterStrategy": "FULL"})

    driver.tell(TaskFailed(3, "Busy", None))

    assert 0 < driver.seconds_until("retry:5") < 100
    assert driver.seconds_until("retry:5") != 50


def test_only_the_first_matching_retrier_counts() -> None:
    driver = retrying(
        {"ErrorEquals": ["Busy"], "MaxAttempts": 0}, {"ErrorEquals": ["States.ALL"], "MaxAttempts": 5}
    )

    driver.tell(TaskFailed(3, "Busy", None))

    assert driver.end is not None


@pytest.mark.parametrize(
    ("handled", "error", "caught"),
    [
        ("States.ALL", "Busy", True),
        ("States.ALL", None, True),
        ("States.ALL", "States.Timeout", True),
        ("States.ALL", "States.DataLimitExceeded", True),
        ("States.ALL", "States.Runtime", False),
        ("States.Runtime", "States.Runtime", False),
        ("States.TaskFailed", "Busy", True),
        ("States.TaskFailed", "States.Timeout", False),
        ("Busy", "Busy", True),
        ("Busy", "busy", False),
    ],
)
def test_which_names_a_catcher_matches(handled: str, error: str | None, caught: bool) -> None:
    offer = task(Catch=[{"ErrorEquals": [handled], "Next": "Caught"}])
    driver = Driver(machine(Offer=offer, Caught={"Type": "Succeed"})).start()

    driver.tell(TaskFailed(3, error, "why"))

    assert ("SucceedStateEntered" in driver.types) is caught


def test_what_is_caught_is_put_into_the_input() -> None:
    offer = task(Catch=[{"ErrorEquals": ["States.ALL"], "ResultPath": "$.failure", "Next": "Caught"}])
    driver = Driver(machine(Offer=offer, Caught={"Type": "Succeed"}), {"load": 1}).start()

    driver.tell(TaskFailed(3, "Busy", "later"))

    assert driver.output == {"load": 1, "failure": {"Error": "Busy", "Cause": "later"}}


def test_attempts_are_counted_anew_when_a_state_is_entered_again() -> None:
    offer = task(Retry=[{"ErrorEquals": ["Busy"], "MaxAttempts": 1}], Next="Again")
    again = {
        "Type": "Choice",
        "Choices": [{"Variable": "$.done", "BooleanEquals": True, "Next": "Done"}],
        "Default": "Offer",
    }
    driver = Driver(machine(Offer=offer, Again=again, Done={"Type": "Succeed"})).start()

    driver.tell(TaskFailed(3, "Busy", None))
    driver.tell(TimerFired("retry:5"))
    driver.tell(TaskSucceeded(6, '{"done":false}'))
    scheduled = driver.calls[-1].task_id
    driver.tell(TaskFailed(scheduled, "Busy", None))

    assert driver.end is None
    assert list(driver.timers) == [f"retry:{scheduled + 2}"]


@pytest.mark.parametrize("named", ["States.ALL", "States.Runtime"])
def test_data_that_does_not_fit_is_neither_retried_nor_caught(named: str) -> None:
    handlers = {
        "Retry": [{"ErrorEquals": [named]}],
        "Catch": [{"ErrorEquals": [named], "Next": "Caught"}],
    }
    offer = task(Parameters={"rate.$": "$.missing"}, **handlers)
    driver = Driver(machine(Offer=offer, Caught={"Type": "Succeed"})).start()

    assert driver.end is not None
    assert driver.end.error == "States.Runtime"
    assert driver.end.cause == (
        "An error occurred while executing the state 'Offer' (entered at the event id #2). The JSONPath "
        "'$.missing' specified for the field 'rate.$' could not be found in the input '{}'"
    )
