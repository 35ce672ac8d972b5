"""One run of a state machine: stimuli in, history events and commands out.

No clock, no input or output: time, randomness and task tokens come in as `Surroundings`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.engine.asl.payload import Payload
from local.engine.core.ending import end_history_full
from local.engine.core.folding import fold
from local.engine.core.outstanding import owed
from local.engine.core.playing import play
from local.engine.core.state import RunState
from local.engine.core.stimuli import receive
from local.engine.core.turn import HistoryFullError, Turn

if TYPE_CHECKING:
    from collections.abc import Iterable

    from local.engine.asl.definition import Definition
    from local.engine.commands import Command, Event, ExecutionInfo, RunStatus, Step, Surroundings
    from local.engine.stimuli import Stimulus


class Run:
    """The folded state of a run; its cost per step does not depend on the length of its history."""

    def __init__(self, state: RunState) -> None:
        self._state = state

    @classmethod
    def new(cls, definition: Definition, execution: ExecutionInfo) -> Run:
        return cls(RunState(definition, execution, Payload(execution.input)))

    @classmethod
    def fold(cls, definition: Definition, execution: ExecutionInfo, events: Iterable[Event]) -> Run:
        """Return the run that wrote these events; they end where a step ended."""
        return cls(fold(definition, execution, events))

    def handle(self, stimulus: Stimulus, surroundings: Surroundings) -> Step:
        """Return what the stimulus brings about; an empty step when it is about something that is over."""
        turn = Turn(self._state, surroundings)
        try:
            receive(turn, stimulus)
            play(turn)
        except HistoryFullError:
            end_history_full(turn)
        return turn.step()

    def outstanding(self, surroundings: Surroundings | None = None) -> tuple[Command, ...]:
        """Return the invocations still owed an answer and the timers that follow from the history.

        `surroundings` give the tokens of the calls; without them a call has none (its parameters do).
        Tasks that were submitted are not invoked again. A retry's timer is due at once,
        because the history does not say how long it waits: a driver that kept the timer knows better.
        """
        return owed(self._state, surroundings)

    def waits_for(self, task_id: int) -> bool:
        return task_id in self._state.tasks or task_id in self._state.map_runs

    @property
    def status(self) -> RunStatus:
        return self._state.status

    @property
    def execution(self) -> ExecutionInfo:
        return self._state.execution

    @property
    def redrive_count(self) -> int:
        return self._state.redrive_count

    @property
    def last_event_id(self) -> int:
        return self._state.last_event_id
