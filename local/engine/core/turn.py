"""One turn of the run: a stimulus worked through until every line of control waits again."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from enum import Enum, auto
from typing import TYPE_CHECKING

from local.engine.asl.states import TYPE_NAMES
from local.engine.commands import AbandonTask, Call, Command, Event, Step, Surroundings
from local.engine.core.applying import apply
from local.engine.core.frames import Frame, Position
from local.engine.core.scopes import scope_of

if TYPE_CHECKING:
    from datetime import datetime

    from local.engine.asl.payload import JSON, Payload
    from local.engine.asl.scope import Scope
    from local.engine.core.state import RunState

HISTORY_LIMIT = 25_000
_TERMINAL = frozenset({"ExecutionSucceeded", "ExecutionFailed", "ExecutionTimedOut", "ExecutionAborted"})
_GONE = frozenset({Position.ABORTED, Position.FAILED})


class Signal(Enum):
    """What has happened to a line and must be dealt with before any other line moves."""

    ENTERED = auto()
    FINISHED = auto()
    FAILED = auto()
    MAP_RUN_FAILED = auto()


Work = Callable[..., None]


class HistoryFullError(Exception):
    """The run has no room for another event but its last."""


class Turn:
    """Collects the events and commands of one step.

    Lines take turns: what a line does next goes to the end of the queue, so that branches and
    iterations interleave as on the service.
    """

    def __init__(self, run: RunState, surroundings: Surroundings) -> None:
        self.run = run
        self.surroundings = surroundings
        self.events: list[Event] = []
        self.commands: list[Command] = []
        self._queue: deque[tuple[Frame, Work, tuple[object, ...]]] = deque()
        self._signals: deque[tuple[Signal, Frame]] = deque()

    @property
    def next_id(self) -> int:
        return self.run.last_event_id + 1

    def emit(  # noqa: PLR0913 -- an event has these parts
        self,
        kind: str,
        frame: Frame,
        details: Mapping[str, JSON] | None = None,
        *,
        previous: int | None = None,
        payload: Payload | None = None,
        branch: str | None = None,
    ) -> Event:
        """Record an event and fold it in; it follows the line's last event unless told otherwise."""
        number = self.next_id
        if number >= HISTORY_LIMIT and kind not in _TERMINAL:
            raise HistoryFullError
        event = Event(
            number,
            frame.last_id if previous is None else previous,
            kind,
            self.surroundings.now,
            details or {},
            frame.path if branch is None else branch,
        )
        apply(self.run, event, payload)
        self.events.append(event)
        return event

    def emit_state(self, suffix: str, frame: Frame, previous: int | None = None) -> Event:
        """Record an event of the line's state that has no details (`MapStateFailed`)."""
        assert frame.state is not None
        return self.emit(f"{TYPE_NAMES[type(frame.state)]}State{suffix}", frame, previous=previous)

    def has_come(self, moment: datetime) -> bool:
        return moment <= self.surroundings.now

    def command(self, command: Command) -> None:
        self.commands.append(command)

    def abandon(self, task_id: int) -> None:
        """Take a call of this very turn back, or say that its answer is not wanted."""
        call = next((c for c in self.commands if isinstance(c, Call) and c.task_id == task_id), None)
        if call is None:
            self.command(AbandonTask(task_id))
        else:
            self.commands.remove(call)

    def scope(self, frame: Frame, token: str | None = None) -> Scope:
        return scope_of(self.run, frame, self.surroundings, token)

    def later(self, frame: Frame, work: Work, *arguments: object) -> None:
        """Let the line do this after what the other lines have to do."""
        self._queue.append((frame, work, arguments))

    def at_once(self, frame: Frame, work: Work, *arguments: object) -> None:
        self._queue.appendleft((frame, work, arguments))

    def signal(self, signal: Signal, frame: Frame) -> None:
        self._signals.append((signal, frame))

    def next_signal(self) -> tuple[Signal, Frame] | None:
        """Return the next signal of a line that has not been ended meanwhile."""
        while self._signals:
            signal, frame = self._signals.popleft()
            if frame.position is not Position.ABORTED:
                return signal, frame
        return None

    def is_unanswered(self, frame: Frame) -> bool:
        """Whether the line has failed in this turn and nothing has followed from it yet."""
        return any(signalled is frame for _, signalled in self._signals)

    def next_work(self) -> tuple[Frame, Work, tuple[object, ...]] | None:
        """Return the next work of a line that is still there."""
        while self._queue:
            frame, work, arguments = self._queue.popleft()
            if frame.position not in _GONE and self.run.frames.get(frame.path) is frame:
                return frame, work, arguments
        return None

    def drop_work(self) -> None:
        self._queue.clear()
        self._signals.clear()
        self.commands = [command for command in self.commands if not isinstance(command, Call)]

    def step(self) -> Step:
        return Step(tuple(self.events), tuple(self.commands))
