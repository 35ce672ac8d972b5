"""Brings the machine to the state that the lock files describe, once at a time."""

import fcntl
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from local.bootstrap import environments as known
from local.bootstrap.environments import Environment, Plan, plan
from local.bootstrap.failure import check_disk
from local.bootstrap.installer import find_uv, install, install_uv

ALWAYS = (known.PLATFORM, known.EMULATOR, known.POSTGRES)


def set_up(home: Path, wanted: tuple[Environment, ...] = ALWAYS, *, for_tests: bool = False) -> None:
    """Costs nothing when all is in place. Raises SetUpError with what to do."""
    if not _missing(home, wanted, for_tests):
        return
    home.mkdir(parents=True, exist_ok=True)
    with _alone(home):
        missing = _missing(home, wanted, for_tests)
        if missing:
            check_disk(home)
            _install_all(home, missing)


def _missing(home: Path, wanted: tuple[Environment, ...], for_tests: bool) -> list[Plan]:
    python = ".".join(str(part) for part in sys.version_info[:3])
    plans = [plan(home, environment, python, with_optional=for_tests) for environment in wanted]
    return [found for found in plans if found]


def _install_all(home: Path, missing: list[Plan]) -> None:
    say(f"Setting up {home} (first use, or new versions); nothing outside it is touched.")
    uv = find_uv(home) or _own_uv(home)
    for step, one in enumerate(missing, 1):
        started = time.monotonic()
        say(f"  [{step}/{len(missing)}] {one.environment.label} ({', '.join(one.groups)}) …")
        install(uv, one, home)
        say(f"        done in {time.monotonic() - started:.1f} s")


def _own_uv(home: Path) -> str:
    say("  [uv] none on this machine: installing it from the package index …")
    return install_uv(home)


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Holds the set-up lock; the kernel frees it however we end."""
    with (home / "set-up.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another set-up is at work here; waiting for it …")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def say(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()
