"""Limits, and what becomes of the workers when the host ends."""

import os
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from tests.local.functions.conftest import RunningHost
from tests.local.functions.processes import PATIENCE_SECONDS, await_true, is_running

StartHost = Callable[..., RunningHost]


def started(file: Path) -> Callable[[], bool]:
    return lambda: file.exists() and file.read_text() != ""


def test_a_call_beyond_the_limit_is_throttled(start_host: StartHost, tmp_path: Path) -> None:
    host = start_host("--cold", "--workers", "1", "--waiting", "0")
    file = tmp_path / "started"
    with ThreadPoolExecutor(1) as threads:
        busy = threads.submit(host.invoke, "sleep", {"seconds": 3, "started": str(file)})
        await_true(started(file), "the first call")

        with pytest.raises(ClientError) as refusal:
            host.invoke("sleep", {"seconds": 0, "started": str(file)})

        assert refusal.value.response["Error"]["Code"] == "TooManyRequestsException"
        assert refusal.value.response["ResponseMetadata"]["HTTPStatusCode"] == 429
        assert busy.result().error is None


def test_calls_queue_for_a_worker_up_to_the_limit(start_host: StartHost) -> None:
    host = start_host("--cold", "--workers", "1", "--waiting", "20")

    with ThreadPoolExecutor(10) as threads:
        answers = list(threads.map(lambda n: host.invoke("echo", {"n": n}).payload, range(20)))

    assert [answer["event"]["n"] for answer in answers] == list(range(20))
    assert len({answer["pid"] for answer in answers}) == 1


def test_a_worker_killed_in_mid_call_is_an_exit_error(start_host: StartHost, tmp_path: Path) -> None:
    host = start_host()
    file = tmp_path / "started"
    with ThreadPoolExecutor(1) as threads:
        call = threads.submit(host.invoke, "sleep", {"seconds": 60, "started": str(file)})
        await_true(started(file), "the call")

        os.kill(int(file.read_text()), signal.SIGKILL)

        assert call.result().payload["errorType"] == "Runtime.ExitError"
    assert host.invoke("sleep", {"seconds": 0, "started": str(file)}).error is None


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_workers_end_with_the_host(start_host: StartHost, tmp_path: Path, how: signal.Signals) -> None:
    host = start_host()
    file = tmp_path / "started"
    idle = host.invoke("echo", {}).payload["pid"]
    with ThreadPoolExecutor(1) as threads:
        call = threads.submit(host.invoke, "sleep", {"seconds": 600, "started": str(file)})
        await_true(started(file), "the call")
        busy = int(file.read_text())
        assert is_running(idle)
        assert is_running(busy)

        host.process.send_signal(how)
        host.process.wait(PATIENCE_SECONDS)

        assert call.exception() is not None
    await_true(lambda: not is_running(idle) and not is_running(busy), "the end of the workers")


def test_a_warm_host_starts_a_worker_before_the_first_call(start_host: StartHost) -> None:
    host = start_host("--workers", "1")

    log = host.configuration.parent / "logs" / "broken.log"
    await_true(lambda: log.exists() and b"no_such_package" in log.read_bytes(), "the start of every function")
