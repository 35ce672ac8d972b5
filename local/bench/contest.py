"""Contestants at work: each a process of its own, asked for one batch after the other, in turns."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import IO, Any

from local.bench.contestants.known import Contestant
from local.bench.server import BenchServer
from local.bench.workload import STEPS
from local.bootstrap.layout import ROOT
from local.supervisor.children import kill_group

ALONE, SIDE_BY_SIDE = 1, 8
_BATCH_SECONDS = 2.0
_WARM_UP_RUNS = 4


class ContestantFailedError(Exception):
    """A contestant ended or said something else than asked; the message has the end of its log."""


@dataclass
class Measured:
    """What one contestant did at one degree of concurrency; a figure per batch, step times of all batches."""

    rates: list[float] = field(default_factory=list)
    commits: list[float] = field(default_factory=list)
    steps: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Runs a second."""
        return median(self.rates)

    @property
    def commits_a_run(self) -> float:
        return median(self.commits)

    def step_milliseconds(self, share: float) -> float:
        ordered = sorted(self.steps)
        return 1000 * ordered[min(int(share * len(ordered)), len(ordered) - 1)]


@dataclass
class Running:
    """A contestant's process and what was measured of it, by concurrency."""

    contestant: Contestant
    database: str
    process: subprocess.Popen[str]
    log: Path
    measured: dict[int, Measured] = field(default_factory=dict)
    rates: dict[int, float] = field(default_factory=dict)
    megabytes: float = 0
    _batches: int = 0

    def warm_up(self) -> None:
        """Waits until it is ready, and learns how fast it is about."""
        self._read()
        for at_once in (ALONE, SIDE_BY_SIDE):
            runs = _WARM_UP_RUNS * at_once
            self._ask(runs // 2, at_once)
            self.rates[at_once] = runs / self._ask(runs, at_once)[1]

    def measure(self, server: BenchServer, at_once: int, most_runs: int) -> None:
        """One batch of about two seconds."""
        runs = max(at_once, min(most_runs * at_once, int(self.rates[at_once] * _BATCH_SECONDS)))
        before = server.commits()
        batch, seconds = self._ask(runs, at_once)
        measured = self.measured.setdefault(at_once, Measured())
        measured.rates.append(runs / seconds)
        measured.commits.append((server.commits() - before) / runs)
        measured.steps += server.step_seconds(self.database, batch)
        self.megabytes = max(self.megabytes, proportional_megabytes(self.process.pid))

    def _ask(self, runs: int, at_once: int) -> tuple[str, float]:
        self._batches += 1
        batch = f"b{self._batches}"
        asked = {"runs": [f"{batch}-{number}" for number in range(runs)], "at_once": at_once}
        _pipe(self.process.stdin).write(json.dumps(asked) + "\n")
        _pipe(self.process.stdin).flush()
        return batch, float(self._read()["seconds"])

    def _read(self) -> dict[str, Any]:
        line = _pipe(self.process.stdout).readline()
        try:
            said: dict[str, Any] = json.loads(line)
        except ValueError:
            tail = self.log.read_text(errors="replace")[-2000:]
            raise ContestantFailedError(f"{self.contestant.name} failed: {line}{tail}") from None
        return said


@contextmanager
def running(
    server: BenchServer, contestants: dict[Contestant, str], folder: Path, code: Path
) -> Iterator[list[Running]]:
    """The contestants, each given with its interpreter, started and warmed up; all ended at the end."""
    with ExitStack() as stack:
        begun = [
            stack.enter_context(_started(server, contestant, python, folder / f"contestant_{number}", code))
            for number, (contestant, python) in enumerate(contestants.items())
        ]
        for one in begun:
            one.warm_up()
        yield begun


@contextmanager
def _started(
    server: BenchServer, contestant: Contestant, python: str, folder: Path, code: Path
) -> Iterator[Running]:
    folder.mkdir()
    log = folder / "log"
    given = {
        "database_url": server.database(folder.name),
        "folder": str(folder),
        "code": str(code),
        "handler": "handler.handler",
        "tasks": contestant.tasks,
    }
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "CHAIN_BENCH": json.dumps(given)}
    with log.open("w") as out:
        process = subprocess.Popen(  # noqa: S603 -- our own arguments, no shell
            contestant.command(python),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=out,
            text=True,
            env=environment,
            cwd=folder,
            start_new_session=True,
        )
    try:
        yield Running(contestant, folder.name, process, log)
    finally:
        kill_group(process.pid)  # with whatever servers and workers it has started
        process.wait()


def proportional_megabytes(pid: int) -> float:
    """PSS: the process's own memory, with its share of what it shares; 0 where the system does not tell."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def step_rate(runs_a_second: float) -> float:
    return runs_a_second * STEPS


def _pipe(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe
