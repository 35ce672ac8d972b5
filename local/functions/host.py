"""The function host: from a function's name and an event to its outcome."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Coroutine
from pathlib import Path
from uuid import uuid4

from local.functions.configuration import Configuration, ConfigurationFile, FunctionConfiguration, bare_name
from local.functions.invocation import Invocation, OnEnd, Outcome
from local.functions.pool import Limits, Pool

REAP_SECONDS = 15
LOOK_SECONDS = 0.5


class FunctionNotFoundError(Exception):
    """No function has this name."""


class FunctionHost:
    """Follows the configuration file; keeps one pool of workers for each function.

    `warm`: start a first worker of each function as soon as it is configured.
    """

    def __init__(self, file: ConfigurationFile, log_folder: Path, limits: Limits, *, warm: bool) -> None:
        self._file = file
        self._log_folder = log_folder
        self._limits = limits
        self._warm = warm
        self._pools: dict[str, Pool] = {}
        self._retired: list[Pool] = []
        self._starts = asyncio.Semaphore(limits.starting)

    @property
    def configuration(self) -> Configuration:
        return self._file.current()

    def function(self, name: str) -> FunctionConfiguration:
        """Raises FunctionNotFoundError; `name` may be an ARN."""
        return _named(self.configuration, name)

    def invocation(self, name: str, payload: bytes, client_context: str | None = None) -> Invocation:
        """A new invocation of the function, not started; raises FunctionNotFoundError."""
        configuration = self.configuration
        function = _named(configuration, name)
        identity = uuid4()
        return Invocation(
            function=function,
            request_id=str(identity),
            arn=configuration.arn(function.name),
            payload=payload,
            trace_id=f"Root=1-{int(time.time()):08x}-{identity.hex[:24]};Sampled=0",
            client_context=client_context,
        )

    def start(self, invocation: Invocation, on_end: OnEnd) -> None:
        """`on_end` is told the outcome; raises TooManyRequestsError."""
        invocation.on_end = on_end
        self._pool(invocation.function).start(invocation)

    async def run(self, invocation: Invocation) -> Outcome:
        """As `start`; for the outcome."""
        outcome: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self.start(invocation, outcome.set_result)
        return await outcome

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Reaps idle workers and warms new functions meanwhile; ends all workers on leaving."""
        chores = [asyncio.create_task(chore) for chore in self._chores()]
        try:
            yield
        finally:
            for chore in chores:
                chore.cancel()
            await asyncio.gather(*chores, return_exceptions=True)
            await asyncio.gather(*(pool.close() for pool in [*self._pools.values(), *self._retired]))

    def _pool(self, function: FunctionConfiguration) -> Pool:
        pool = self._pools.get(function.name)
        if pool and pool.function is function:
            return pool
        if pool is None or pool.function != function:
            self._retire(pool)
            pool = Pool(self.configuration, function, self._log_folder, self._limits, self._starts)
            self._pools[function.name] = pool
        return pool

    def _retire(self, pool: Pool | None) -> None:
        if pool is not None:
            pool.retire()
            self._retired.append(pool)

    def _chores(self) -> list[Coroutine[None, None, None]]:
        return [self._reap(), self._keep_warm()] if self._warm else [self._reap()]

    async def _keep_warm(self) -> None:
        """One worker at a time, in the order of the configuration, whenever that changes."""
        warmed: Configuration | None = None
        while True:
            if self.configuration != warmed:
                warmed = self.configuration
                await self._warm_all(warmed)
            await asyncio.sleep(LOOK_SECONDS)

    async def _warm_all(self, configuration: Configuration) -> None:
        for function in configuration.functions.values():
            if self.configuration != configuration:
                return
            await self._pool(function).warm()

    async def _reap(self) -> None:
        while True:
            await asyncio.sleep(REAP_SECONDS)
            for pool in self._pools.values():
                pool.reap(time.monotonic())


def _named(configuration: Configuration, name: str) -> FunctionConfiguration:
    bare = bare_name(name)
    if bare is None or bare not in configuration.functions:
        raise FunctionNotFoundError(f"Function not found: {configuration.arn(bare or name)}")
    return configuration.functions[bare]
