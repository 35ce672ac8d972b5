"""A contestant's batches."""

import threading

import pytest

from local.bench.contestants.serving import in_threads


def test_each_run_is_run_once_and_as_many_at_once_as_asked() -> None:
    met = threading.Barrier(3)
    ran: list[str] = []

    def run(name: str) -> None:
        met.wait(30)
        ran.append(name)

    in_threads(run)([f"run-{number}" for number in range(6)], 3)

    assert sorted(ran) == [f"run-{number}" for number in range(6)]


def test_a_run_that_fails_fails_the_batch() -> None:
    def run(name: str) -> None:
        raise ValueError(name)

    with pytest.raises(ValueError, match="first"):
        in_threads(run)(["first"], 1)
