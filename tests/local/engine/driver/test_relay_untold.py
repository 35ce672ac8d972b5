"""The relay fails at what follows a commit: that run is taken up by a worker, and no other run notices."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from local.engine.commands import SqlWrite
from local.engine.driver.ahead import Ahead
from local.engine.driver.books import Books
from local.engine.driver.driver import Driver
from local.engine.integrations.functions_in_process import Committing
from tests.local.engine.bench import Bench
from tests.local.engine.definitions import call, sequence
from tests.local.engine.driver.relayed_runs import notice_commits_late, start_together

NAMES = ["run-0", "run-1", "run-2"]
HOLD = "INSERT INTO holds (load) VALUES (%(load)s)"


def fail_on_the_relay(monkeypatch: pytest.MonkeyPatch, owner: type, name: str, at: int = 1) -> list[Any]:
    """The relay's n-th call of the method fails in its stead, once; answers its calls."""
    method = getattr(owner, name)
    calls: list[Any] = []

    def failing(*arguments: Any, **named: Any) -> Any:
        if threading.current_thread().name == "engine-reactor":
            calls.append(arguments)
            if len(calls) == at:
                raise ZeroDivisionError
        return method(*arguments, **named)

    monkeypatch.setattr(owner, name, failing)
    return calls


def calls_that_go_ahead_and_that_do_not() -> str:
    """A time-out is a command beside the call's own."""
    timed = {f"Timed{number}": call("echo", TimeoutSeconds=600) for number in range(5)}
    return sequence(**{f"Step{number}": call("echo") for number in range(5)}, **timed)


@pytest.mark.parametrize("at", [1, 2, 5])
@pytest.mark.parametrize(
    ("owner", "name"), [(Books, "written"), (Books, "answered"), (Driver, "carry_out"), (Ahead, "begin")]
)
def test_a_run_that_cannot_go_on_is_taken_up_by_a_worker(
    relayed: Bench, monkeypatch: pytest.MonkeyPatch, owner: type, name: str, at: int
) -> None:
    calls = fail_on_the_relay(monkeypatch, owner, name, at)

    runs = start_together(relayed, relayed.machine(calls_that_go_ahead_and_that_do_not()), NAMES)

    assert {relayed.status(run) for run in runs} == {"SUCCEEDED"}
    assert {relayed.types(run).count("LambdaFunctionSucceeded") for run in runs} == {10}
    assert len(calls) >= at


@pytest.mark.parametrize("at", range(1, 10))
def test_what_such_a_run_had_written_is_not_written_again(
    relayed: Bench, monkeypatch: pytest.MonkeyPatch, holds: Callable[[], set[str]], at: int
) -> None:
    def hold(event: Any, _context: Any) -> Committing:
        return Committing(event, SqlWrite(HOLD, {"load": event["state"]}))

    notice_commits_late(monkeypatch)
    fail_on_the_relay(monkeypatch, Books, "written", at)
    relayed.functions.by_name["hold"] = hold
    named = {"state.$": "$$.State.Name"}
    states = {f"Step{number}": call("hold", Parameters=named) for number in range(9)}

    run = relayed.start(relayed.machine(sequence(**states)))

    assert relayed.status(run) == "SUCCEEDED"
    assert holds() == set(states)
