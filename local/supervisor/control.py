"""Starts, finds and ends the supervisor from another process."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

from local.bootstrap.layout import ROOT
from local.supervisor import state
from local.supervisor.children import Program, start
from local.supervisor.leftovers import is_alive
from local.supervisor.report import Report, listen

STOP_SECONDS = 90.0
BETWEEN_LOOKS_SECONDS = 0.05


class StartFailedError(Exception):
    """The platform did not come up; the message is the supervisor's."""


class StopFailedError(Exception):
    """The supervisor did not end in time."""


def bring_up(home: Path, tell: Callable[[Report], None], *, attached: bool) -> None:
    """Starts the platform and returns when it is ready; `attached`: it ends with our process at the latest.

    Raises StartFailedError. Interrupted, it takes the half-started platform down again.
    """
    read_end, write_end = os.pipe()
    process = _launch(home, write_end, attached=attached)
    os.close(write_end)
    try:
        with os.fdopen(read_end) as pipe:
            _follow(pipe, tell, home)
    except BaseException:
        _end(process)
        raise


def _follow(pipe: IO[str], tell: Callable[[Report], None], home: Path) -> None:
    for report in listen(pipe):
        if report.failure:
            raise StartFailedError(report.failure)
        tell(report)
    running = state.running(home)
    if not (running and running.ready):
        raise StartFailedError(f"the supervisor ended without a word; see {home / 'log' / 'supervisor.log'}")


def bring_down(home: Path) -> bool:
    """Ends the platform of this home and waits until it is gone; False when there was none."""
    running = state.running(home)
    if running is None:
        return False
    _signal(running.pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while state.running(home) or is_alive(running.pid):
        if time.monotonic() > deadline:
            raise StopFailedError(
                f"the supervisor (pid {running.pid}) did not end within {STOP_SECONDS:.0f} s"
            )
        time.sleep(BETWEEN_LOOKS_SECONDS)
    return True


def _launch(home: Path, report_to: int, *, attached: bool) -> subprocess.Popen[bytes]:
    command = [
        sys.executable,
        "-P",
        "-m",
        "local.supervisor",
        "--home",
        str(home),
        "--report-to",
        str(report_to),
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "CHAIN_HOME": str(home)}
    program = Program("supervisor", command, environment, home / "log" / "supervisor.log", directory=ROOT)
    return start(program, keep_open=(report_to,), with_us=attached)


def _end(process: subprocess.Popen[bytes]) -> None:
    _signal(process.pid, signal.SIGTERM)
    process.wait(STOP_SECONDS)


def _signal(pid: int, which: signal.Signals) -> None:
    try:
        os.kill(pid, which)
    except ProcessLookupError:
        return
