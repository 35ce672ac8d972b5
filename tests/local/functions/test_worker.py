import asyncio
from pathlib import Path

from local.functions.configuration import Configuration
from local.functions.invocation import Invocation, Outcome
from local.functions.worker import Worker
from tests.local.functions.conftest import function
from tests.local.functions.handlers import SOURCE


def test_whoever_called_is_answered_before_the_log_is_written(tmp_path: Path) -> None:
    outcome, written = asyncio.run(answered_by_a_worker(tmp_path, wants_log=False))

    assert outcome.log == b""
    assert b"END RequestId" not in written


def test_who_wants_the_log_gets_all_of_it(tmp_path: Path) -> None:
    outcome, written = asyncio.run(answered_by_a_worker(tmp_path, wants_log=True))

    assert [line.split()[0] for line in outcome.log.splitlines()] == [b"START", b"echoing", b"END", b"REPORT"]
    assert b"END RequestId" in written


async def answered_by_a_worker(folder: Path, *, wants_log: bool) -> tuple[Outcome, bytes]:
    """The outcome of a call, and what the function's log file held when it was told."""
    (folder / "functions.py").write_text(SOURCE)
    echo = function("echo", folder)
    available, told = asyncio.Event(), asyncio.get_running_loop().create_future()
    worker = Worker(Configuration(), echo, folder, lambda _worker: available.set(), lambda _worker: None)
    await worker.start()
    try:
        await asyncio.wait_for(available.wait(), 20)
        log = folder / "echo.log"
        invocation = Invocation(echo, "one", "arn", b"{}", "Root=1", wants_log=wants_log)
        invocation.on_end = lambda outcome: told.set_result((outcome, log.read_bytes()))
        worker.assign(invocation)
        result: tuple[Outcome, bytes] = await asyncio.wait_for(told, 20)
        return result
    finally:
        worker.kill()
        await worker.ended.wait()
