"""Short forms of `make crash-test`, and that its check can fail."""

import pytest

from tests.local.engine.crashes.crashing import kills, restarts
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
