"""Steps on their way to the journal, over connections that take less than there is to send."""

from collections.abc import Iterator

import pytest

from local.engine.driver import reactor
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
