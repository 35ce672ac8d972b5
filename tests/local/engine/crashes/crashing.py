"""`python -m tests.local.engine.crashes.crashing kills|restarts`: the long forms, for `make crash-test`.

`--ahead`: of runs that go ahead, as their tasks are in the engine's process, wait for nothing and write.
"""

import argparse
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import mkdtemp

from tests.local.engine.crashes.definitions import fan, fan_of_writes, line, line_of_writes
from tests.local.engine.crashes.histories import Told, told_by
from tests.local.engine.crashes.load import Load, wait_until_none_runs
from tests.local.engine.crashes.writes import make_table
from tests.local.engine.processes import (
    EngineProcess,
    FunctionHost,
    RestartablePostgres,
    function_host,
    restartable_postgres,
)

LONGEST_SECONDS = 1800.0


@dataclass(frozen=True)
class Crashed:
    """What is crashed: an engine, by its module, and the definitions that it runs."""

    engine: str
    definitions: Mapping[str, str]


CALLING = Crashed("local.engine", {"line": line(), "fan": fan()})
AHEAD = Crashed(
    "tests.local.engine.crashes.writing_engine", {"line": line_of_writes(), "fan": fan_of_writes()}
)


@dataclass(frozen=True)
class Outcome:
    """`crashes` happened while runs were under way; `calls` is how often the host's functions were called."""

    told: Told
    runs: int
    crashes: int
    calls: int
    seconds: float
    all_ended: bool

    def __str__(self) -> str:
        histories = {machine: dict(found) for machine, found in self.told.histories.items()}
        writes = {machine: dict(found) for machine, found in self.told.writes.items()}
        return (
            f"{self.runs} runs, {self.crashes} crashes, {self.calls} calls of the host's functions, "
            f"{self.told.ahead} steps ahead, {self.seconds:.0f} s\n"
            f"ended: {self.told.statuses}\nhistories (how many runs have each): {histories}\n"
            f"writes (how many runs have each): {writes}"
        )

    @property
    def is_as_uninterrupted(self) -> bool:
        """All runs ended well, with the one history, and the writes, of each machine's uninterrupted run."""
        well = self.told.statuses == {"SUCCEEDED": self.runs}
        return self.all_ended and well and self.told.is_one_history_each


@dataclass
class Site:
    """An engine process on a PostgreSQL of its own, its functions, and its load."""

    postgres: RestartablePostgres
    engine: EngineProcess
    host: FunctionHost
    load: Load


@contextmanager
def site(crashed: Crashed) -> Iterator[Site]:
    folder = Path(mkdtemp(prefix="chain-crashes-"))
    folder.chmod(0o755)
    try:
        with restartable_postgres(folder) as postgres, function_host(FunctionHost()) as host:
            make_table(postgres.url)
            engine = EngineProcess(postgres.url, host.url, folder / "engine.log", module=crashed.engine)
            engine.start()
            load = Load(engine.url)
            host.answer = load.functions
            try:
                yield Site(postgres, engine, host, load)
            finally:
                load.closed.set()
                load.asked.put({})
                engine.kill()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def kills(count: int, seed: int, crashed: Crashed = CALLING, at_once: int = 40) -> Outcome:
    """Kills the engine (-9) `count` times, each within a second of its start under load, and starts it."""
    random = Random(seed)
    names = (f"run-{number}" for number in range(1_000_000))

    def crash(here: Site, machines: list[str]) -> int:
        started = 0
        for _ in range(count):
            batch = [next(names) for _ in range(at_once // 2)]
            starting = threading.Thread(target=here.load.start, args=(machines, batch))
            starting.start()
            time.sleep(random.uniform(0.05, 1.0))
            here.engine.kill()
            here.engine.start()
            starting.join()
            started += len(batch)
        return started

    return _outcome(crashed, crash, lambda _here: count)


def restarts(runs: int, seed: int, crashed: Crashed = CALLING) -> Outcome:
    """Shuts PostgreSQL down at once every few seconds until `runs` runs have ended."""
    random = Random(seed)
    done = threading.Event()
    crashes: list[float] = []

    def crash_postgres(here: Site) -> None:
        while not done.wait(random.uniform(1.0, 4.0)):
            here.postgres.stop()
            here.postgres.start()
            crashes.append(time.monotonic())

    def crash(here: Site, machines: list[str]) -> int:
        crashing = threading.Thread(target=crash_postgres, args=(here,))
        crashing.start()
        here.load.start(machines, [f"run-{number}" for number in range(runs)])
        wait_until_none_runs(here.postgres.url, LONGEST_SECONDS)
        done.set()
        crashing.join()
        return runs

    return _outcome(crashed, crash, lambda _here: len(crashes))


def _outcome(
    crashed: Crashed, crash: Callable[[Site, list[str]], int], crashes: Callable[[Site], int]
) -> Outcome:
    began = time.monotonic()
    with site(crashed) as here:
        machines = here.load.machines(crashed.definitions)
        threading.Thread(target=here.load.answer, daemon=True).start()
        threading.Thread(target=here.load.read_tokens, args=(here.postgres.url,), daemon=True).start()
        here.load.start(machines, [f"uninterrupted-{number}" for number in range(len(machines))])
        assert wait_until_none_runs(here.postgres.url, 120)
        runs = crash(here, machines) + len(machines)
        ended = wait_until_none_runs(here.postgres.url, 300)
        seconds = time.monotonic() - began
        return Outcome(told_by(here.postgres.url), runs, crashes(here), len(here.host.calls), seconds, ended)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["kills", "restarts"])
    parser.add_argument("--count", type=int, help="kills (200), or runs under restarts (5000)")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--ahead", action="store_true", help="of runs that go ahead and write")
    given = parser.parse_args()
    crashed = AHEAD if given.ahead else CALLING
    outcome = (
        kills(given.count or 200, given.seed, crashed)
        if given.what == "kills"
        else restarts(given.count or 5000, given.seed, crashed)
    )
    sys.stdout.write(f"{outcome}\n")
    sys.exit(0 if outcome.is_as_uninterrupted else 1)


if __name__ == "__main__":
    main()
