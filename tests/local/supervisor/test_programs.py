"""Programs under supervision: started, started again after a crash, ended with all that they started."""

import sys
from pathlib import Path

import pytest

from local.supervisor import children
from local.supervisor.children import Program
from local.supervisor.leftovers import end_leftovers, is_alive
from local.supervisor.parts import Part
from local.supervisor.programs import PartFailedError, Programs, wait_until_ready
from tests.local.supervisor.waiting import wait_for

SLEEP = "import time; time.sleep(600)"
WITH_CHILD = f"""
import subprocess, sys, pathlib
child = subprocess.Popen([sys.executable, "-c", {SLEEP!r}])
pathlib.Path(sys.argv[1]).write_text(str(child.pid))
child.wait()
"""
DEAF = """
import signal
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("deaf", flush=True)
signal.pause()
"""


def program(folder: Path, code: str, *arguments: str, run: str = "none") -> Program:
    return Program(
        "sleeper", [sys.executable, "-c", code, *arguments], {"CHAIN_RUN": run}, folder / "sleeper.log"
    )


def part(folder: Path, code: str, *arguments: str) -> Part:
    return Part("sleeper", 1, program(folder, code, *arguments), ready=lambda: False)


def test_a_crashed_program_is_started_again(tmp_path: Path) -> None:
    programs = Programs()
    one = programs.start(part(tmp_path, SLEEP))
    first = one.process.pid
    one.process.kill()
    one.process.wait()

    wait_for(lambda: bool(programs.restart_crashed()))

    assert one.process.pid != first
    assert one.restarts == 1
    assert is_alive(one.process.pid)
    programs.stop()


def test_a_program_that_runs_is_left_alone(tmp_path: Path) -> None:
    programs = Programs()
    programs.start(part(tmp_path, SLEEP))

    assert programs.restart_crashed() == []
    programs.stop()


def test_each_crash_in_a_row_waits_longer(tmp_path: Path) -> None:
    programs = Programs()
    one = programs.start(part(tmp_path, "raise SystemExit(3)"))
    waits = []
    for _ in range(3):
        one.process.wait()
        wait_for(lambda: bool(programs.restart_crashed()))
        waits.append(one.backoff)

    assert waits == sorted(waits)
    assert waits[0] < waits[-1]
    programs.stop()


def test_stopping_ends_what_the_program_started(tmp_path: Path) -> None:
    programs = Programs()
    note = tmp_path / "child"
    one = programs.start(part(tmp_path, WITH_CHILD, str(note)))
    wait_for(lambda: note.exists() and note.read_text().isdigit())
    grandchild = int(note.read_text())

    programs.stop()

    assert not is_alive(one.process.pid)
    wait_for(lambda: not is_alive(grandchild))


def test_a_program_that_ignores_the_signal_is_killed(tmp_path: Path) -> None:
    deaf = program(tmp_path, DEAF)
    process = children.start(deaf)
    wait_for(lambda: "deaf" in deaf.log.read_text())

    children.stop(process, deaf.stop_signal, seconds=0.05)

    assert process.returncode == -9


def test_a_program_that_ends_early_is_told_with_its_last_words(tmp_path: Path) -> None:
    programs = Programs()
    one = programs.start(part(tmp_path, "raise SystemExit('no such table')"))

    with pytest.raises(PartFailedError, match=r"sleeper ended with exit code 1(.|\n)*no such table"):
        wait_until_ready(one)
    programs.stop()


def test_only_processes_of_the_earlier_run_are_ended(tmp_path: Path) -> None:
    ours = children.start(program(tmp_path, SLEEP, run="ours"))
    other = children.start(program(tmp_path, SLEEP, run="other"))
    wait_for(lambda: Path(f"/proc/{ours.pid}/environ").read_bytes() == b"CHAIN_RUN=ours\0")

    ended = end_leftovers("ours")

    assert ended == [ours.pid]
    assert ours.wait() == -9
    assert other.poll() is None
    children.stop(other, other_signal := program(tmp_path, SLEEP).stop_signal, seconds=5)
    assert other.returncode == -other_signal
