"""What a run's commands reach beyond the driver."""

from dataclasses import dataclass
from typing import Protocol

from local.engine.commands import InvokeTask, StartMapRun
from local.engine.stimuli import MapRunFailed, MapRunSucceeded, TaskFailed, TaskSubmitted, TaskSucceeded

MapRunAnswer = MapRunSucceeded | MapRunFailed
Answer = TaskSubmitted | TaskSucceeded | TaskFailed
ANSWERS = (TaskSubmitted, TaskSucceeded, TaskFailed)


class PendingCall(Protocol):
    """A call that has been sent."""

    @property
    def fileno(self) -> int: ...

    def is_whole(self) -> bool:
        """Reads what has come, and waits for nothing; True as well when nothing more will come."""
        ...

    def answer(self) -> Answer | None:
        """Of a whole one, for `Outside.end`; None when it has to be called by `Outside.invoke`."""
        ...

    def close(self) -> None:
        """Nobody waits for the answer."""
        ...


@dataclass(frozen=True, slots=True)
class Invocation:
    """A task to call, and the run that waits for it."""

    execution_id: int
    task: InvokeTask


class Outside(Protocol):
    def invoke(self, invocation: Invocation) -> Answer | None:
        """Calls an integration; None when the answer comes later by another way."""
        ...

    def can_begin(self, task: InvokeTask) -> bool: ...

    def reaches_nothing(self, task: InvokeTask) -> bool:
        """Whether nobody could tell that the task was called, so that it may be called ahead of time."""
        ...

    def begin(self, invocation: Invocation) -> Answer | PendingCall | None:
        """As `invoke`, without waiting; None when it has to be waited for."""
        ...

    def end(self, invocation: Invocation, call: PendingCall) -> Answer | None:
        """The answer of a whole call; None when `invoke` has to be asked after all."""
        ...

    def start_map_run(self, execution_id: int, start: StartMapRun) -> MapRunAnswer | None:
        """Starts, takes up again or redrives a map run; None when its children's ends are the answer."""
        ...

    def abandon(self, execution_id: int, task_id: int) -> None:
        """Nobody waits for the task or map run any more."""
        ...

    def ended(self, execution_id: int) -> None:
        """The execution has ended, and its end is committed; may be told more than once."""
        ...
