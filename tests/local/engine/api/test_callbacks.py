"""Task tokens: success, failure, heartbeats, and answers that come too late."""

from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.engine.bench import Bench
from tests.local.engine.definitions import ask, sequence


def test_an_answer_ends_the_wait(client: Any, bench: Bench) -> None:
    run = bench.start(bench.machine(sequence(Ask=ask())))

    client.send_task_success(taskToken=bench.functions.tokens[0], output='{"accepted":true}')

    assert bench.described(run)["output"] == '{"accepted":true}'


def test_a_failure_carries_error_and_cause(client: Any, bench: Bench) -> None:
    run = bench.start(bench.machine(sequence(Ask=ask())))

    client.send_task_failure(taskToken=bench.functions.tokens[0], error="Declined", cause="too cheap")

    described = bench.described(run)
    assert (described["status"], described["error"], described["cause"]) == (
        "FAILED",
        "Declined",
        "too cheap",
    )


def test_a_late_answer_is_refused_and_changes_nothing(client: Any, bench: Bench) -> None:
    run = bench.start(bench.machine(sequence(Ask=ask())))
    client.send_task_success(taskToken=bench.functions.tokens[0], output='"first"')

    with pytest.raises(client.exceptions.TaskTimedOut):
        client.send_task_success(taskToken=bench.functions.tokens[0], output='"second"')

    assert bench.described(run)["output"] == '"first"'


def test_silence_without_heartbeat_times_out(bench: Bench) -> None:
    run = bench.start(bench.machine(sequence(Ask=ask(HeartbeatSeconds=60, TimeoutSeconds=600))))

    bench.engine.advance(timedelta(seconds=59))
    before = bench.status(run)
    bench.engine.advance(timedelta(seconds=1))

    assert before == "RUNNING"
    assert bench.described(run)["error"] == "States.Timeout"


def test_heartbeats_keep_the_task_alive_until_its_timeout(client: Any, bench: Bench) -> None:
    run = bench.start(bench.machine(sequence(Ask=ask(HeartbeatSeconds=60, TimeoutSeconds=150))))

    for _ in range(2):
        bench.engine.advance(timedelta(seconds=50))
        client.send_task_heartbeat(taskToken=bench.functions.tokens[0])
    alive = bench.status(run)
    bench.engine.advance(timedelta(seconds=50))

    assert alive == "RUNNING"
    assert bench.described(run)["error"] == "States.Timeout"


def test_a_heartbeat_after_the_end_is_told_so(client: Any, bench: Bench) -> None:
    run = bench.start(bench.machine(sequence(Ask=ask(TimeoutSeconds=1))))
    bench.engine.advance(timedelta(seconds=1))

    with pytest.raises(client.exceptions.TaskTimedOut):
        client.send_task_heartbeat(taskToken=bench.functions.tokens[0])

    assert bench.described(run)["error"] == "States.Timeout"


def test_the_timeout_may_come_from_the_input(bench: Bench) -> None:
    machine = bench.machine(sequence(Ask=ask(TimeoutSecondsPath="$.ttl")))
    run = bench.start(machine, text='{"ttl":864000}')

    bench.engine.advance(timedelta(days=9))
    before = bench.status(run)
    bench.engine.advance(timedelta(days=1))

    assert before == "RUNNING"
    assert bench.described(run)["error"] == "States.Timeout"


@pytest.mark.parametrize("forge", [lambda _: "forged", lambda token: token[:-4] + "AAAA", lambda _: "ü"])
def test_forged_tokens_are_invalid(client: Any, bench: Bench, forge: Any) -> None:
    bench.start(bench.machine(sequence(Ask=ask())))

    with pytest.raises(client.exceptions.InvalidToken):
        client.send_task_success(taskToken=forge(bench.functions.tokens[0]), output="{}")


def test_the_token_of_an_unknown_run_names_no_task(client: Any, bench: Bench) -> None:
    with pytest.raises(client.exceptions.TaskDoesNotExist):
        client.send_task_success(taskToken=bench.engine.tokens.sign(10**9, 5), output="{}")


def test_output_must_be_json(client: Any, bench: Bench) -> None:
    bench.start(bench.machine(sequence(Ask=ask())))

    with pytest.raises(ClientError) as error:
        client.send_task_success(taskToken=bench.functions.tokens[0], output="no json")

    assert error.value.response["Error"]["Code"] == "InvalidOutput"


def test_an_answer_may_come_before_the_call_returns(bench: Bench) -> None:
    def answer_at_once(event: Any, _context: Any) -> None:
        bench.engine.call("SendTaskSuccess", {"taskToken": event["token"], "output": '"early"'})

    bench.functions.by_name["ask"] = answer_at_once

    run = bench.start(bench.machine(sequence(Ask=ask())))

    assert bench.described(run)["output"] == '"early"'
