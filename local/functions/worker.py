"""One worker: an `awslambdaric` process that runs one function, one invocation at a time."""

import asyncio
import importlib.util
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from local.functions.configuration import Configuration, FunctionConfiguration
from local.functions.environment import worker_environment
from local.functions.invocation import (
    RESPONSE_LIMIT_BYTES,
    Invocation,
    Outcome,
    exited,
    timed_out,
    too_large,
)
from local.functions.log import WorkerLog
from local.functions.runtime_api import Deliver, RuntimeApi

START_SECONDS = 10
BOOTSTRAP = Path(__file__).with_name("bootstrap.py")
RUNTIME = importlib.util.find_spec("awslambdaric")
RUNTIME_FOLDER = Path(RUNTIME.origin or "").parents[1] if RUNTIME else Path()


class Worker:
    """Starts with `start`; `on_available` is called whenever it can take an invocation, `on_end` once."""

    def __init__(
        self,
        configuration: Configuration,
        function: FunctionConfiguration,
        log_folder: Path,
        on_available: Callable[["Worker"], None],
        on_end: Callable[["Worker"], None],
    ) -> None:
        self._configuration = configuration
        self._function = function
        self._on_available = on_available
        self._on_end = on_end
        self._log = WorkerLog(log_folder / f"{function.name}.log")
        self._runtime_api = RuntimeApi(self)
        self._deliver: Deliver | None = None
        self._undelivered: Invocation | None = None
        self._current: Invocation | None = None
        self._deadline = 0.0
        self._start_error: bytes | None = None
        self._start_timed_out = False
        self.started = asyncio.Event()
        self.ended = asyncio.Event()
        self.served = False
        self.idle_since = time.monotonic()

    async def start(self) -> None:
        self._process = await self._spawn(await self._runtime_api.open())
        self._log.release_descriptor()
        self._timer = asyncio.get_running_loop().call_later(
            START_SECONDS + self._function.timeout, self._start_took_too_long
        )
        self._watch = asyncio.create_task(self._await_end())

    def assign(self, invocation: Invocation) -> None:
        """Only when available. The invocation's time runs from here."""
        self._log.take()
        self._current = self._undelivered = invocation
        self._deadline = time.time() + self._function.timeout
        self._hand_over()
        self._timer = asyncio.get_running_loop().call_later(self._function.timeout, self._took_too_long)
        self._log.write(f"START RequestId: {invocation.request_id} Version: $LATEST")

    def kill(self) -> None:
        """Ends the process and all that it started."""
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return

    def start_failure(self, request_id: str) -> Outcome:
        """Why the worker ended before it was first available."""
        log = self._log.take()
        if self._start_error is not None:
            return Outcome(self._start_error, failed=True, log=log)
        if self._start_timed_out:
            return timed_out(request_id, START_SECONDS + self._function.timeout)
        return exited(request_id, self._process.returncode or 0)

    def asks(self, deliver: Deliver) -> None:
        self._deliver = deliver
        if not self.served:
            self._timer.cancel()
            self.served = True
            self.started.set()
            self._become_available()
        else:
            self._hand_over()

    def responded(self, request_id: str, payload: bytes) -> None:
        large = len(payload) > RESPONSE_LIMIT_BYTES
        self._finish(request_id, too_large(len(payload)) if large else Outcome(payload))

    def failed(self, request_id: str, error: bytes) -> None:
        self._finish(request_id, Outcome(error, failed=True))

    def failed_to_start(self, error: bytes) -> None:
        self._start_error = error

    async def _spawn(self, runtime_api: str) -> asyncio.subprocess.Process:
        log_stream = f"{time.strftime('%Y/%m/%d')}/[$LATEST]{uuid4().hex}"
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-S",
            str(BOOTSTRAP),
            str(RUNTIME_FOLDER),
            self._function.handler,
            stdin=asyncio.subprocess.PIPE,
            stdout=self._log.descriptor,
            stderr=self._log.descriptor,
            cwd=self._function.code,
            env=worker_environment(self._configuration, self._function, runtime_api, log_stream),
            start_new_session=True,
        )

    def _hand_over(self) -> None:
        if self._deliver and self._undelivered:
            deliver, self._deliver = self._deliver, None
            invocation, self._undelivered = self._undelivered, None
            deliver(invocation, int(self._deadline * 1000))

    def _finish(self, request_id: str, outcome: Outcome) -> None:
        """Whoever called the function is answered before anything else is done."""
        if self._current is None or self._current.request_id != request_id:
            return
        invocation = self._settle()
        if not invocation.wants_log:
            invocation.finish(outcome)
        log = self._end_of_log(invocation)
        if not self.ended.is_set():
            self._become_available()
        invocation.finish(Outcome(outcome.payload, outcome.failed, log))

    def _settle(self) -> Invocation:
        assert self._current is not None
        invocation, self._current = self._current, None
        self._timer.cancel()
        return invocation

    def _end_of_log(self, invocation: Invocation) -> bytes:
        milliseconds = 1000 * (self._function.timeout - (self._deadline - time.time()))
        self._log.write(
            f"END RequestId: {invocation.request_id}\n"
            f"REPORT RequestId: {invocation.request_id}\tDuration: {milliseconds:.2f} ms\t"
            f"Memory Size: {self._function.memory} MB"
        )
        return self._log.take()

    def _become_available(self) -> None:
        self.idle_since = time.monotonic()
        self._on_available(self)

    def _took_too_long(self) -> None:
        invocation = self._settle()
        self.kill()
        outcome = timed_out(invocation.request_id, self._function.timeout)
        invocation.finish(Outcome(outcome.payload, failed=True, log=self._end_of_log(invocation)))

    def _start_took_too_long(self) -> None:
        self._start_timed_out = True
        self.kill()

    async def _await_end(self) -> None:
        exit_code = await self._process.wait()
        self._runtime_api.close()
        self._timer.cancel()
        self.kill()
        self.ended.set()
        if self._current:
            self._finish(self._current.request_id, exited(self._current.request_id, exit_code))
        self._on_end(self)
        self.started.set()
        self._log.close()
