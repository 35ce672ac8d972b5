"""A machine of its own for each test: the installed programs of this home, and nothing else of it."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

import pytest

from local.bootstrap.layout import ROOT, home
from local.supervisor import state
from local.supervisor.leftovers import is_alive

INSTALLED = ("venv", "emulator", "postgres", "layer", "tools")
LONGEST_SECONDS = 600


@dataclass(frozen=True)
class Machine:
    """`./chain` on a home of its own."""

    home: Path

    def environment(self, **settings: str) -> dict[str, str]:
        return {**os.environ, "CHAIN_HOME": str(self.home), "COLUMNS": "160", **settings}

    def start(self, *arguments: str, **settings: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [ROOT / "chain", *arguments],
            env=self.environment(**settings),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def chain(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        process = self.start(*arguments, **settings)
        said, _ = process.communicate(timeout=LONGEST_SECONDS)
        return subprocess.CompletedProcess(arguments, process.returncode, said)

    def part(self, name: str) -> state.PartState:
        running = state.running(self.home)
        assert running
        return next(part for part in running.parts if part.name == name)

    def survivors(self) -> list[int]:
        """Processes that belong to the last platform of this home."""
        known = state.last_known(self.home)
        assert known
        supervisor = [known.pid] if is_alive(known.pid) else []
        return [*supervisor, *processes_of(known.run)]


def processes_of(run: str) -> list[int]:
    """Living processes that carry the mark of a platform's run."""
    mark = f"CHAIN_RUN={run}".encode()
    marked = [int(process.name) for process in Path("/proc").glob("[0-9]*") if mark in _environment(process)]
    return [pid for pid in marked if is_alive(pid)]


def _environment(process: Path) -> list[bytes]:
    try:
        return (process / "environ").read_bytes().split(b"\0")
    except OSError:
        return []


def wait_for_line(process: subprocess.Popen[str], part: str) -> None:
    """Reads the output up to a line that holds `part`."""
    assert process.stdout
    seen = []
    for line in process.stdout:
        seen.append(line)
        if part in line:
            return
    raise AssertionError(f"{part!r} was never said: {''.join(seen)}")


@contextmanager
def new_machine() -> Iterator[Machine]:
    folder = Path(mkdtemp(prefix="chain-end-to-end-"))
    folder.chmod(0o755)
    for name in INSTALLED:
        if (home() / name).exists():
            (folder / name).symlink_to(home() / name)
    one = Machine(folder)
    try:
        yield one
    finally:
        one.chain("down")
        shutil.rmtree(folder)


@pytest.fixture
def machine() -> Iterator[Machine]:
    with new_machine() as one:
        yield one


@pytest.fixture
def running(machine: Machine) -> Machine:
    """A machine whose platform is up."""
    return brought_up(machine)


@pytest.fixture(scope="module")
def running_for_all() -> Iterator[Machine]:
    """The same, shared by the tests of a file."""
    with new_machine() as one:
        yield brought_up(one)


def brought_up(machine: Machine) -> Machine:
    up = machine.chain("up")
    assert up.returncode == 0, up.stdout
    return machine
