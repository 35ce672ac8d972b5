"""RedriveExecution: from the states that did not succeed, within AWS's limits."""

from datetime import timedelta
from typing import Any

import pytest

from tests.local.engine.bench import Bench
from tests.local.engine.definitions import ask, call, passing, sequence


class Flaky:
    """Fails at its first call."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, _event: Any, _context: Any) -> str:
        self.calls += 1
        if self.calls == 1:
            raise ConnectionError("carrier's server is away")
        return "booked"


@pytest.fixture
def failed_run(bench: Bench) -> str:
    bench.functions.by_name["flaky"] = Flaky()
    machine = bench.machine(sequence(First=call("echo"), Second=call("flaky")))
    return bench.start(machine)


def test_a_failed_run_goes_on_where_it_failed(client: Any, bench: Bench, failed_run: str) -> None:
    before = bench.described(failed_run)

    client.redrive_execution(executionArn=failed_run)
    bench.engine.settle()

    after = bench.described(failed_run)
    assert (before["status"], before["error"], before["redriveStatus"]) == (
        "FAILED",
        "ConnectionError",
        "REDRIVABLE",
    )
    assert (after["status"], after["output"], after["redriveCount"]) == ("SUCCEEDED", '"booked"', 1)
    assert "error" not in after
    types = bench.types(failed_run)
    assert types.count("ExecutionRedriven") == 1
    assert types.count("LambdaFunctionScheduled") == 3


def test_a_succeeded_run_is_not_redrivable(client: Any, bench: Bench) -> None:
    run = bench.start(bench.machine(passing()))

    with pytest.raises(client.exceptions.ExecutionNotRedrivable):
        client.redrive_execution(executionArn=run)


def test_a_running_run_is_not_redrivable(client: Any, bench: Bench) -> None:
    run = bench.start(bench.machine(sequence(Ask=ask())))

    with pytest.raises(client.exceptions.ExecutionNotRedrivable):
        client.redrive_execution(executionArn=run)


def test_after_fourteen_days_it_is_too_late(client: Any, bench: Bench, failed_run: str) -> None:
    bench.engine.advance(timedelta(days=14, seconds=1))

    with pytest.raises(client.exceptions.ExecutionNotRedrivable):
        client.redrive_execution(executionArn=failed_run)


def test_a_redriven_run_is_found_by_the_filter(client: Any, bench: Bench, failed_run: str) -> None:
    client.redrive_execution(executionArn=failed_run)
    bench.engine.settle()
    machine = bench.described(failed_run)["stateMachineArn"]

    redriven = client.list_executions(stateMachineArn=machine, redriveFilter="REDRIVEN")["executions"]
    others = client.list_executions(stateMachineArn=machine, redriveFilter="NOT_REDRIVEN")["executions"]

    assert [execution["executionArn"] for execution in redriven] == [failed_run]
    assert others == []
