"""The warm workers of one function: reused last in, first out, grown on demand up to a limit."""

import asyncio
from collections import deque
from dataclasses import dataclass
from pathlib import Path

from local.functions.configuration import Configuration, FunctionConfiguration
from local.functions.invocation import Invocation
from local.functions.worker import Worker


@dataclass(frozen=True)
class Limits:
    """`workers` and `waiting` count for each function; `starting` workers for the host; `idle` in seconds."""

    workers: int = 4
    waiting: int = 200
    starting: int = 2
    idle: float = 300


class TooManyRequestsError(Exception):
    """All workers of a function are busy and its queue is full; try again later."""


class Pool:
    """`starts` bounds how many workers start at once, for a start costs far more than a warm invocation."""

    def __init__(
        self,
        configuration: Configuration,
        function: FunctionConfiguration,
        log_folder: Path,
        limits: Limits,
        starts: asyncio.Semaphore,
    ) -> None:
        self.function = function
        self._configuration = configuration
        self._log_folder = log_folder
        self._limits = limits
        self._starts = starts
        self._workers: set[Worker] = set()
        self._idle: list[Worker] = []
        self._waiting: deque[Invocation] = deque()
        self._growing: set[asyncio.Task[None]] = set()
        self._retired = False

    def start(self, invocation: Invocation) -> None:
        """With the next free worker; raises TooManyRequestsError when the queue is full too."""
        if self._idle:
            self._idle.pop().assign(invocation)
        else:
            self._queue(invocation)

    async def warm(self) -> None:
        """Starts a first worker before anyone needs it."""
        async with self._starts:
            if not self._workers:
                await self._start_worker()

    def reap(self, now: float) -> None:
        """Ends the workers that were idle for the limit; `now` is monotonic."""
        for worker in [worker for worker in self._idle if now - worker.idle_since > self._limits.idle]:
            self._dismiss(worker)

    def retire(self) -> None:
        """Ends idle workers now and each busy one with its answer; queued invocations are still served."""
        self._retired = True
        for worker in list(self._idle):
            self._dismiss(worker)

    async def close(self) -> None:
        """Ends all workers."""
        for growing in list(self._growing):
            growing.cancel()
        await asyncio.gather(*self._growing, return_exceptions=True)
        workers = list(self._workers)
        for worker in workers:
            worker.kill()
        await asyncio.gather(*(worker.ended.wait() for worker in workers))

    def _queue(self, invocation: Invocation) -> None:
        can_grow = len(self._workers) + len(self._growing) < self._limits.workers
        if not can_grow and len(self._waiting) >= self._limits.waiting:
            raise TooManyRequestsError(f"{self.function.name} has {self._limits.workers} busy workers")
        self._waiting.append(invocation)
        self._grow()

    def _grow(self) -> None:
        starting = len(self._growing)
        if starting < len(self._waiting) and len(self._workers) < self._limits.workers:
            task = asyncio.create_task(self._add_worker())
            self._growing.add(task)
            task.add_done_callback(self._growing.discard)

    async def _add_worker(self) -> None:
        async with self._starts:
            if self._waiting and len(self._workers) < self._limits.workers:
                await self._start_worker()

    async def _start_worker(self) -> None:
        worker = Worker(self._configuration, self.function, self._log_folder, self._available, self._ended)
        self._workers.add(worker)
        await worker.start()
        await worker.started.wait()

    def _available(self, worker: Worker) -> None:
        if self._waiting:
            worker.assign(self._waiting.popleft())
        elif self._retired:
            worker.kill()
        else:
            self._idle.append(worker)

    def _ended(self, worker: Worker) -> None:
        self._workers.discard(worker)
        if worker in self._idle:
            self._idle.remove(worker)
        if not worker.served and self._waiting:
            invocation = self._waiting.popleft()
            invocation.finish(worker.start_failure(invocation.request_id))
        if self._waiting:
            self._grow()

    def _dismiss(self, worker: Worker) -> None:
        self._idle.remove(worker)
        worker.kill()
