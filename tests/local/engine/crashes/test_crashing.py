"""Short forms of `make crash-test`, and that its check can fail."""

import re

import pytest

from tests.local.engine.crashes.crashing import AHEAD, Outcome, kills, restarts
from tests.local.engine.crashes.definitions import fan_of_writes, line_of_writes
from tests.local.engine.crashes.histories import digest

ENTERED = (1, 0, "TaskStateEntered", "", '{"name":"First"}')
EXITED = (2, 1, "TaskStateExited", "", '{"name":"First"}')
IN_A_BRANCH = (3, 2, "TaskStateEntered", "Both/0", '{"name":"One"}')


@pytest.mark.slow
def test_runs_are_as_uninterrupted_when_the_engine_is_killed() -> None:
    outcome = kills(8, seed=11)

    assert outcome.is_as_uninterrupted, str(outcome)


@pytest.mark.slow
def test_runs_are_as_uninterrupted_when_postgres_is_shut_down_at_once() -> None:
    outcome = restarts(150, seed=11)

    assert outcome.crashes > 0
    assert outcome.is_as_uninterrupted, str(outcome)


@pytest.mark.slow
def test_runs_that_went_ahead_are_as_uninterrupted_when_the_engine_is_killed() -> None:
    outcome = kills(8, seed=11, crashed=AHEAD)

    assert_went_ahead(outcome)
    assert outcome.is_as_uninterrupted, str(outcome)


@pytest.mark.slow
def test_runs_that_went_ahead_are_as_uninterrupted_when_postgres_is_shut_down_at_once() -> None:
    outcome = restarts(150, seed=11, crashed=AHEAD)

    assert outcome.crashes > 0
    assert_went_ahead(outcome)
    assert outcome.is_as_uninterrupted, str(outcome)


def assert_went_ahead(outcome: Outcome) -> None:
    """Steps were made ahead of others, and every task wrote but the one that repeats another's write."""
    assert outcome.told.ahead > 0
    assert _steps(outcome, "line") == _tasks(line_of_writes()) - {"Repeated"}
    assert _steps(outcome, "fan") == _tasks(fan_of_writes()) - {"Each"} | {"Each/0", "Each/1"}


def _steps(outcome: Outcome, machine: str) -> set[str]:
    return {step for steps in outcome.told.writes[machine] for step in steps.split()}


def _tasks(definition: str) -> set[str]:
    return set(re.findall(r'"(\w+)": {"Type": "Task"', definition))


@pytest.mark.parametrize(
    "other",
    [
        [ENTERED],
        [ENTERED, EXITED, (3, 2, "TaskStateExited", "", '{"name":"First"}')],
        [EXITED, ENTERED],
        [ENTERED, (2, 0, "TaskStateExited", "", '{"name":"First"}')],
        [ENTERED, (2, 1, "TaskStateExited", "", '{"name":"Second"}')],
    ],
)
def test_a_history_that_differs_is_another(other: list[tuple[object, ...]]) -> None:
    assert digest(other) != digest([ENTERED, EXITED])


def test_tokens_and_the_interleaving_of_lines_make_no_other_history() -> None:
    token = '{"parameters":"{\\"token\\":\\"%s\\"}"}'
    first = (4, 3, "TaskScheduled", "", token % "AAB_-")
    second = (4, 3, "TaskScheduled", "", token % "xyz=")
    later = (1, 0, "TaskStateEntered", "Both/0", '{"name":"One"}')

    assert digest([first]) == digest([second])
    assert digest([ENTERED, IN_A_BRANCH]) == digest([later, ENTERED])


def test_the_run_in_a_refused_writes_key_makes_no_other_history() -> None:
    cause = '{"cause":"DETAIL:  Key (run, step)=(arn:aws:states:run-%s, First) already exists."}'
    first, second = ((4, 3, "LambdaFunctionFailed", "", cause % number) for number in (1, 2))

    assert digest([first]) == digest([second])
