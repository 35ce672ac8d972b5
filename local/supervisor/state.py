"""What runs, as the supervisor wrote it down: read by the CLI, and by the next start to clear up."""

import fcntl
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError


class PartState(BaseModel):
    model_config = ConfigDict(frozen=True)

    name: str
    pid: int
    port: int
    log: Path
    restarts: int = 0


class Ports(BaseModel):
    """The loopback ports of one home; kept, so that a second start listens where the first did."""

    model_config = ConfigDict(frozen=True)

    postgres: int | None = None
    api: int | None = None
    states: int | None = None
    functions: int | None = None
    fmcsa: int | None = None
    phones: int | None = None


class Running(BaseModel):
    """One supervised platform. `run` marks the environment of every process that belongs to it."""

    model_config = ConfigDict(frozen=True)

    pid: int
    run: str
    started_at: datetime
    ready: bool = False
    ports: Ports = Field(default_factory=Ports)
    parts: tuple[PartState, ...] = ()


def state_file(home: Path) -> Path:
    return home / "run" / "supervisor.json"


def lock_file(home: Path) -> Path:
    return home / "run" / "supervisor.lock"


def last_known(home: Path) -> Running | None:
    """What the last supervisor wrote, whether it still lives or not."""
    try:
        return Running.model_validate_json(state_file(home).read_text())
    except (OSError, ValidationError):
        return None


def running(home: Path) -> Running | None:
    """The platform that runs now; None when no supervisor holds the lock of this home."""
    return last_known(home) if _is_held(lock_file(home)) else None


def write(home: Path, state: Running) -> None:
    file = state_file(home)
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".draft")
    draft.write_text(state.model_dump_json(indent=2) + "\n")
    draft.replace(file)


def _is_held(lock: Path) -> bool:
    try:
        with lock.open("r") as probe:
            fcntl.flock(probe, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False
