"""The running programs of one supervisor: started, watched, started again after a crash, stopped."""

import subprocess
import time
from dataclasses import dataclass, field

from local.supervisor import children, health
from local.supervisor.parts import Part
from local.supervisor.state import PartState

FIRST_BACKOFF_SECONDS = 0.2
LONGEST_BACKOFF_SECONDS = 30.0
STEADY_SECONDS = 60.0
STOP_SECONDS = 15.0
TAIL_LINES = 15


class PartFailedError(Exception):
    """A part did not come up; the message ends with the tail of its log."""


@dataclass
class Supervised:
    """A part with its process; `again_at` is set while it waits to be started again."""

    part: Part
    process: subprocess.Popen[bytes]
    started_at: float
    restarts: int = 0
    backoff: float = FIRST_BACKOFF_SECONDS
    again_at: float | None = None

    @property
    def state(self) -> PartState:
        return PartState(
            name=self.part.name,
            pid=self.process.pid,
            port=self.part.port,
            log=self.part.program.log,
            restarts=self.restarts,
        )


@dataclass
class Programs:
    """All parts in the order of their start."""

    all: list[Supervised] = field(default_factory=list)

    def start(self, part: Part) -> Supervised:
        one = Supervised(part, children.start(part.program), time.monotonic())
        self.all.append(one)
        return one

    def restart_crashed(self) -> list[Supervised]:
        """Starts again what ended, each after its backoff; returns those started now."""
        now = time.monotonic()
        return [one for one in self.all if _due(one, now) and _started_again(one, now)]

    def stop(self) -> None:
        """Ends all in the reverse order of their start, with everything that they started."""
        while self.all:
            one = self.all.pop()
            children.stop(one.process, one.part.program.stop_signal, STOP_SECONDS)

    @property
    def pids(self) -> set[int]:
        return {one.process.pid for one in self.all}


def wait_until_ready(one: Supervised) -> None:
    """Raises PartFailedError with the tail of the part's log."""
    try:
        health.wait_for(one.part.ready, one.process)
    except health.NotReadyError as failure:
        log = one.part.program.log
        raise PartFailedError(f"{one.part.name} {failure}; the end of {log}:\n{_tail(one)}") from failure


def _due(one: Supervised, now: float) -> bool:
    """Whether it is time to start the part again; notes when, on the first sight of its end."""
    if one.process.poll() is None:
        return False
    if one.again_at is None:
        children.kill_group(one.process.pid)
        steady = now - one.started_at > STEADY_SECONDS
        one.backoff = FIRST_BACKOFF_SECONDS if steady else min(one.backoff * 2, LONGEST_BACKOFF_SECONDS)
        one.again_at = now + one.backoff
    return now >= one.again_at


def _started_again(one: Supervised, now: float) -> bool:
    one.process = children.start(one.part.program)
    one.started_at, one.again_at = now, None
    one.restarts += 1
    return True


def _tail(one: Supervised) -> str:
    try:
        lines = one.part.program.log.read_text(errors="replace").splitlines()
    except OSError:
        return "  (nothing)"
    return "\n".join(f"  {line}" for line in lines[-TAIL_LINES:]) or "  (nothing)"
