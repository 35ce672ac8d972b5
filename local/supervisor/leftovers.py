"""Ends what an earlier platform left: only processes that carry its run in their environment."""

import os
import signal
import sys
from pathlib import Path


def end_leftovers(run: str) -> list[int]:
    """Kills every process marked with `run` but ourselves; returns their ids. Linux only."""
    marked = [pid for pid in _processes() if pid != os.getpid() and _carries(pid, run)]
    for pid in marked:
        _kill(pid)
    return marked


def end_adopted() -> None:
    """Kills the orphans that we adopted, until none is left."""
    while adopted := _children_of_ours():
        for pid in adopted:
            _kill(pid)
            _reap(pid)


def reap_adopted(ours: set[int]) -> None:
    """Takes the exit codes of adopted orphans; those of our own programs stay for their Popen."""
    for pid in set(_children_of_ours()) - ours:
        _reap(pid, os.WNOHANG)


def _processes() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").glob("[0-9]*")] if sys.platform == "linux" else []


def _carries(pid: int, run: str) -> bool:
    try:
        return f"CHAIN_RUN={run}".encode() in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:
        return False


def _children_of_ours() -> list[int]:
    try:
        return [int(pid) for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()]
    except OSError:
        return []


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _reap(pid: int, options: int = 0) -> None:
    try:
        os.waitpid(pid, options)
    except ChildProcessError:
        return


def is_alive(pid: int) -> bool:
    """Whether a process has this id, finished ones that nobody asked about excluded."""
    try:
        os.kill(pid, 0)
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:1]
    except ProcessLookupError:
        return False
    except OSError:
        return True
