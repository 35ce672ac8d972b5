"""Long polls keep nobody else waiting."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Barrier, Event
from typing import Any

import httpx
import pytest

from tests.local.engine.bench import Bench, served, stepfunctions

MORE_THAN_THE_POOL_HAS = 41


@pytest.fixture
def address(bench: Bench) -> Iterator[str]:
    with served(bench.engine) as url:
        yield url


def test_waiting_calls_leave_the_others_their_threads(
    bench: Bench, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    all_wait, go_home = Barrier(MORE_THAN_THE_POOL_HAS + 1), Event()
    call = bench.engine.call

    def waiting(action: str, request: dict[str, Any]) -> dict[str, Any]:
        if action != "GetActivityTask":
            return call(action, request)
        all_wait.wait(30)
        go_home.wait(30)
        return {}

    monkeypatch.setattr(bench.engine, "call", waiting)

    def poll() -> int:
        headers = {"X-Amz-Target": "AWSStepFunctions.GetActivityTask"}
        return httpx.post(address, json={}, headers=headers, timeout=60).status_code

    with ThreadPoolExecutor(MORE_THAN_THE_POOL_HAS) as pool:
        polls: list[Future[int]] = [pool.submit(poll) for _ in range(MORE_THAN_THE_POOL_HAS)]
        all_wait.wait(30)
        listed = stepfunctions(address).list_state_machines()["stateMachines"]
        go_home.set()

    assert listed == []
    assert {answer.result() for answer in polls} == {200}


def test_a_waiting_calls_refusal_is_answered(address: str) -> None:
    client = stepfunctions(address)

    with pytest.raises(client.exceptions.ActivityDoesNotExist):
        client.get_activity_task(activityArn="arn:aws:states:us-east-1:000000000000:activity:none")
