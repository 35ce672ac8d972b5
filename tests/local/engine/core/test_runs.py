from __future__ import annotations

from typing import Any

import pytest

from local.engine.commands import AbandonTask, CancelTimer, EndRun, RunStatus
from local.engine.stimuli import Redriven, Started, Stopped, TaskFailed, TaskSucceeded, TimerFired
from tests.local.engine.core.builders import Driver, machine, task


def loop(rounds: str = "$.go") -> dict[str, Any]:
    return {
        "Type": "Choice",
        "Choices": [{"Variable": rounds, "BooleanEquals": True, "Next": "Again"}],
        "Default": "Done",
    }


def test_a_wait_leaves_a_row_behind_and_nothing_else() -> None:
    driver = Driver(machine(Rest={"Type": "Wait", "Seconds": 30, "End": True})).start()

    assert driver.seconds_until("wait:2") == 30
    driver.tell(TimerFired("wait:2"), after=30)
    assert driver.run.status is RunStatus.SUCCEEDED


def test_a_wait_until_a_time_that_has_passed_ends_at_once() -> None:
    wait = {"Type": "Wait", "TimestampPath": "$.at", "End": True}
    driver = Driver(machine(Rest=wait), {"at": "2020-01-01T00:00:00Z"}).start()

    assert driver.run.status is RunStatus.SUCCEEDED
    assert driver.timers == {}


def test_the_whole_run_has_a_time_limit() -> None:
    driver = Driver(machine(timeout=60, Offer=task())).start()

    step = driver.tell(TimerFired("run"), after=60)

    assert driver.shape[-1] == (5, 0, "ExecutionTimedOut")
    assert driver.events[-1].details == {"error": "States.Timeout"}
    assert step.commands == (AbandonTask(3), CancelTimer("run"), EndRun(RunStatus.TIMED_OUT))


def test_a_stopped_run_takes_no_answers() -> None:
    driver = Driver(machine(Offer=task())).start()

    driver.tell(Stopped("Manual", "load cancelled"))

    assert driver.shape[-1] == (5, 0, "ExecutionAborted")
    assert driver.end == EndRun(RunStatus.ABORTED, error="Manual", cause="load cancelled")
    assert driver.tell(TaskSucceeded(3, "{}")).events == ()
    assert driver.tell(Started()).events == ()


def test_a_redriven_run_goes_on_from_the_state_that_failed() -> None:
    definition = machine(
        Post=task(Next="Offer"), Offer=task(Retry=[{"ErrorEquals": ["Busy"], "MaxAttempts": 1}])
    )
    driver = Driver(definition).start()
    driver.tell(TaskSucceeded(3, '{"post":1}'))
    driver.tell(TaskFailed(8, "Down", None))

    driver.tell(Redriven())

    assert driver.types[-3:] == ["ExecutionRedriven", "LambdaFunctionScheduled", "LambdaFunctionStarted"]
    assert driver.events[-3].details == {"redriveCount": 1}
    assert driver.calls[-1].parameters == '{"post":1}'
    driver.tell(TaskSucceeded(driver.calls[-1].task_id, '{"booked":true}'))
    assert driver.output == {"booked": True}


@pytest.mark.parametrize("status", [RunStatus.RUNNING, RunStatus.SUCCEEDED])
def test_only_a_run_that_did_not_succeed_is_redriven(status: RunStatus) -> None:
    driver = Driver(machine(Offer=task())).start()
    if status is RunStatus.SUCCEEDED:
        driver.tell(TaskSucceeded(3, "{}"))

    assert driver.tell(Redriven()).events == ()


def test_a_run_that_never_ends_is_ended_by_the_length_of_its_history() -> None:
    again = {"Type": "Pass", "Next": "More"}
    driver = Driver(machine(More=loop(), Again=again, Done={"Type": "Succeed"}), {"go": True}).start()

    assert driver.events[-1].id == 25_000
    assert driver.types[-1] == "ExecutionFailed"
    assert driver.end is not None
    assert driver.end.cause == "The execution reached the maximum number of history events (25000)."


def test_an_answer_for_which_the_history_has_no_room_ends_the_run() -> None:
    driver = Driver(machine(Offer=task(TimeoutSeconds=60))).start()
    driver.run._state.last_event_id = 24_999

    step = driver.tell(TaskSucceeded(3, "{}"))

    assert [(event.id, event.type) for event in step.events] == [(25_000, "ExecutionFailed")]
    assert driver.run.status is RunStatus.FAILED
    assert driver.tell(Redriven()).events == ()


def test_a_choice_without_a_match_and_default_fails() -> None:
    choice = {"Type": "Choice", "Choices": [{"Variable": "$.go", "BooleanEquals": True, "Next": "Done"}]}
    driver = Driver(machine(Choose=choice, Done={"Type": "Succeed"}), {"go": False}).start()

    assert driver.end is not None
    assert driver.end.error == "States.Runtime"
    assert str(driver.end.cause).endswith("The state does not point to a next state.")


def test_variables_are_seen_by_later_states() -> None:
    first = {
        "Type": "Pass",
        "Assign": {"rate.$": "$.rate", "mode": "VAN"},
        "Result": {"rate": 5},
        "Next": "Use",
    }
    use = {"Type": "Pass", "Parameters": {"rate.$": "$rate", "mode.$": "$mode"}, "End": True}
    driver = Driver(machine(First=first, Use=use)).start()

    assert driver.output == {"rate": 5, "mode": "VAN"}
    assert driver.events[2].details["assignedVariables"] == {"rate": "5", "mode": '"VAN"'}


def test_half_a_surrogate_pair_stays_escaped() -> None:
    state = {"Type": "Pass", "Parameters": {"x.$": "States.StringToJson($.text)"}, "End": True}
    driver = Driver(machine(Read=state), {"text": '"\\ud800"'}).start()

    assert driver.end is not None
    assert driver.end.output == '{"x":"\\ud800"}'


def test_text_that_is_passed_through_stays_as_it_came() -> None:
    driver = Driver(machine(Offer=task(Next="Hand"), Hand={"Type": "Pass", "End": True})).start()

    driver.tell(TaskSucceeded(3, '{ "rate" : 1.0 }'))

    assert driver.end is not None
    assert driver.end.output == '{ "rate" : 1.0 }'


def test_seconds_are_not_negative() -> None:
    driver = Driver(machine(Pause={"Type": "Wait", "SecondsPath": "$.n", "End": True}), {"n": -1}).start()

    assert driver.end is not None
    assert str(driver.end.cause).endswith("The SecondsPath parameter references a negative value: $.n == -1")


def test_seconds_may_be_a_number_in_a_text() -> None:
    driver = Driver(machine(Pause={"Type": "Wait", "SecondsPath": "$.n", "End": True}), {"n": "0"}).start()

    assert driver.types[-1] == "ExecutionSucceeded"


@pytest.mark.parametrize(("value", "shown"), [({"raw": "3"}, '{"raw":"3"}'), ("soon", "soon"), (1.5, "1.5")])
def test_what_is_no_number_of_seconds_is_shown(value: object, shown: str) -> None:
    driver = Driver(machine(Pause={"Type": "Wait", "SecondsPath": "$.n", "End": True}), {"n": value}).start()

    assert driver.end is not None
    assert str(driver.end.cause).endswith(
        f"The SecondsPath parameter cannot be parsed as a long value: $.n == {shown}"
    )
