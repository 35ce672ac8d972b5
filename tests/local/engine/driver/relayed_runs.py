"""Runs for the relay: many calls, all in one round, and commits that nobody knows of."""

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import psycopg
import pytest

from local.engine.core.run import Run
from local.engine.store.step_pipe import StepPipe
from tests.local.engine.bench import Bench
from tests.local.engine.definitions import call, sequence

PATIENCE_SECONDS = 20.0


def ten_calls() -> str:
    return sequence(**{f"Step{number}": call("echo") for number in range(10)})


def _pause(is_paused: threading.Event, go_on: threading.Event) -> None:
    is_paused.set()
    go_on.wait(PATIENCE_SECONDS)


def start_together(bench: Bench, machine: str, names: list[str], text: str = "{}") -> list[str]:
    """Starts the runs while the relay is kept busy, so that all their calls are made in one round."""
    relay = bench.engine.driver._relay
    assert relay is not None
    is_paused, go_on = threading.Event(), threading.Event()
    relay._reactor.submit(partial(_pause, is_paused, go_on))
    assert is_paused.wait(PATIENCE_SECONDS)
    runs = [
        bench.engine.call("StartExecution", {"stateMachineArn": machine, "name": name, "input": text})
        for name in names
    ]
    go_on.set()
    assert bench.engine.settle(PATIENCE_SECONDS)
    return [run["executionArn"] for run in runs]


def is_a_run_wanted(bench: Bench) -> bool:
    """Whether somebody waits for a run that another is at."""
    locks = bench.engine.driver.steps.books.runs._locks
    return any(users > 1 for _, users in tuple(locks.values()))


def doubted(monkeypatch: pytest.MonkeyPatch, after: int = 0) -> None:
    """The first steps that a pipe commits, after so many others, are in doubt."""
    commits: list[StepPipe] = []
    have_committed = StepPipe.have_committed

    def stumbling(pipe: StepPipe) -> bool:
        has_committed = have_committed(pipe)
        if has_committed:
            commits.append(pipe)
        if has_committed and len(commits) == after + 1:
            raise psycopg.OperationalError("connection lost")
        return has_committed

    monkeypatch.setattr(StepPipe, "have_committed", stumbling)


def notice_commits_late(monkeypatch: pytest.MonkeyPatch, looks: int = 50) -> None:
    """A pipe's first commit is noticed when it has been looked for so often: once a round of the reactor."""
    have_committed = StepPipe.have_committed
    looked: list[StepPipe] = []

    def late(pipe: StepPipe) -> bool:
        looked.extend([pipe] if pipe._sent else [])
        return not 0 < len(looked) < looks and have_committed(pipe)

    monkeypatch.setattr(StepPipe, "have_committed", late)


def fail_steps(monkeypatch: pytest.MonkeyPatch, when: Callable[[int], bool]) -> list[Any]:
    """Steps fail, once made, where `when` says so of how many have failed; answers their stimuli."""
    handle = Run.handle
    failures: list[Any] = []

    def failing(run: Run, stimulus: Any, surroundings: Any) -> Any:
        step = handle(run, stimulus, surroundings)
        if when(len(failures)):
            failures.append(stimulus)
            raise ZeroDivisionError
        return step

    monkeypatch.setattr(Run, "handle", failing)
    return failures
