"""Steps on their way to the journal: over connections that take less than there is, or told to who fails."""

from collections.abc import Iterator
from typing import Any
from unittest.mock import Mock

import pytest

from local.engine.driver import reactor
from local.engine.driver.sending import Ready, Sending
from local.engine.engine import Engine
from local.engine.integrations.functions_in_process import functions_in_process
from tests.local.engine.bench import Bench, Functions
from tests.local.engine.definitions import call, sequence

PATIENCE_SECONDS = 20.0


@pytest.fixture
def relayed(engine_database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    """Looks at nothing that does not ask for it."""
    monkeypatch.setattr(reactor, "_NUDGE_SECONDS", 10 * PATIENCE_SECONDS)
    functions = Functions({"fill": lambda event, _context: event | {"text": "x" * 250_000}})
    with Engine(engine_database, invoke=functions_in_process(functions.by_name, never_wait=True)) as engine:
        yield Bench(engine, functions)


def test_steps_that_fill_the_connection_are_sent_to_their_end(relayed: Bench) -> None:
    machine = relayed.machine(sequence(Fill=call("fill"), Echo=call("echo"), Again=call("echo")))

    requests = [{"stateMachineArn": machine, "name": f"run-{n}"} for n in range(8)]
    runs = [relayed.engine.call("StartExecution", request)["executionArn"] for request in requests]

    assert relayed.engine.settle(PATIENCE_SECONDS)
    assert {relayed.status(run) for run in runs} == {"SUCCEEDED"}


class FailsAtFirst:
    """A `Fate` that fails at the first run that it is told of, each time; keeps what else it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, Ready]] = []

    def __getattr__(self, name: str) -> Any:
        def tell(ready: Ready) -> None:
            if not ready.packed:
                raise ZeroDivisionError
            self.told.append((name, ready))

        return tell


FIRST = Ready((Mock(execution_id=1),), ())
OTHERS = [Ready((Mock(),), (Mock(),)) for _ in range(2)]


@pytest.fixture
def fate() -> FailsAtFirst:
    return FailsAtFirst()


def sending_over(pipe: Mock, fate: FailsAtFirst) -> Sending:
    """What is ready is on its way; `pipe` has what came of it."""
    sending = Sending(Mock(), fate, Mock(), Mock(), Mock())
    sending._add(pipe)
    for ready in (FIRST, *OTHERS):
        sending.put(ready)
    return sending


def test_one_that_fails_once_written_leaves_the_others_told(fate: FailsAtFirst) -> None:
    pipe = Mock(is_full=False)
    sending = sending_over(pipe, fate)

    sending.flush()
    sending._look(pipe)

    assert fate.told == [("sent", each) for each in OTHERS] + [("written", each) for each in OTHERS]


def test_one_that_fails_in_doubt_leaves_the_others_told(fate: FailsAtFirst) -> None:
    sending = sending_over(Mock(send=Mock(side_effect=OSError)), fate)

    sending.flush()

    assert fate.told == [("in_doubt", each) for each in OTHERS]
    sending.workers.submit.assert_called_once_with(sending._replace)  # type: ignore[attr-defined]  # a mock


def test_one_that_fails_when_no_pipe_is_left_leaves_the_others_told(fate: FailsAtFirst) -> None:
    pipe = Mock()
    sending = sending_over(pipe, fate)
    sending._lose(pipe, OSError())

    sending.flush()

    assert {name for name, _ in fate.told} == {"in_doubt"}
    assert [each for _, each in fate.told] == OTHERS[::-1]


def test_one_that_fails_to_be_let_go_leaves_the_others_told(fate: FailsAtFirst) -> None:
    sending = sending_over(Mock(), fate)

    sending.let_go()

    assert fate.told == [("let_go", each) for each in OTHERS]
