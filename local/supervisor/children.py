"""Starts a program so that it never outlives us, and ends it with everything that it started."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from local.postgres.account import Account

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True)
class Program:
    """What to run: arguments, whole environment, log file, account, and the signal that ends it in order."""

    name: str
    command: list[str]
    environment: Mapping[str, str]
    log: Path
    account: Account = field(default_factory=Account)
    stop_signal: signal.Signals = signal.SIGTERM
    directory: Path = Path("/")


def start(
    program: Program, *, keep_open: tuple[int, ...] = (), with_us: bool = True
) -> subprocess.Popen[bytes]:
    """Runs the program in a session of its own; `with_us`, the kernel signals it when our thread dies."""
    program.log.parent.mkdir(parents=True, exist_ok=True)
    with program.log.open("ab") as log:
        return subprocess.Popen(  # noqa: S603 - our own arguments, no shell
            program.command,
            env=dict(program.environment),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=program.directory,
            start_new_session=True,
            user=program.account.user,
            group=program.account.group,
            extra_groups=[] if program.account.user is not None else None,
            pass_fds=keep_open,
            preexec_fn=_die_with_parent(program.stop_signal) if with_us else None,  # noqa: PLW1509 - one thread
        )


def stop(process: subprocess.Popen[bytes], stop_signal: signal.Signals, seconds: float) -> None:
    """Asks, waits up to `seconds`, then kills; what the process left in its group is killed too."""
    if process.poll() is None:
        process.send_signal(stop_signal)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    kill_group(process.pid)


def kill_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def adopt_orphans() -> None:
    """Makes grandchildren whose parent died our own children, so that we can find and end them (Linux)."""
    if sys.platform == "linux":
        _libc().prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _die_with_parent(stop_signal: signal.Signals) -> Callable[[], None]:
    if sys.platform != "linux":
        return lambda: None
    libc = _libc()
    parent = os.getpid()

    def ask_kernel() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(stop_signal), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return ask_kernel


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
