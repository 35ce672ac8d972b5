"""Makes the steps that follow those being written, where their calls reach nothing outside."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from local.engine.commands import InvokeTask
from local.engine.driver.outside import ANSWERS, Answer, Invocation, Outside
from local.engine.driver.sending import Ready, Sending

if TYPE_CHECKING:
    from local.engine.driver.reactor import Reactor
    from local.engine.driver.unwritten import Begun, UnwrittenSteps
    from local.engine.store.step_pipe import PackedStep

_MOST_STEPS = 8


@dataclass(slots=True)
class Following:
    """The steps of a run that follow those that are being written.

    `left` is an answer that makes no step here: it goes to a worker, after them.
    """

    steps: list[Begun] = field(default_factory=list)
    packed: list[PackedStep] = field(default_factory=list)
    left: Answer | None = None

    def first_answer(self) -> Answer:
        answer = self.steps[0].stimulus if self.steps else self.left
        assert answer is not None
        return answer

    def ready(self) -> Ready | None:
        return Ready(tuple(self.steps), tuple(self.packed), self.left) if self.steps else None


@dataclass(eq=False)
class Ahead:
    """On the reactor's thread. A run makes one step a round, so that the others have their turn."""

    outside: Outside
    steps: UnwrittenSteps
    sending: Sending
    reactor: Reactor
    _following: dict[int, Following] = field(default_factory=dict)

    def begin(self, ready: Ready) -> None:
        """When these have been sent."""
        latest = ready.steps[-1]
        if ready.left is None:
            self._go(latest, Following())
        else:
            self._following[latest.execution_id] = Following(left=ready.left)

    def end(self, execution_id: int) -> Following | None:
        """When they are written or in doubt; None when nothing has followed."""
        return self._following.pop(execution_id, None)

    def _go(self, latest: Begun, following: Following) -> None:
        task = latest.commands[0] if len(latest.commands) == 1 else None
        if not isinstance(task, InvokeTask) or not self.outside.reaches_nothing(task):
            return
        answer = self.outside.begin(Invocation(latest.execution_id, task))
        if isinstance(answer, ANSWERS):
            self._following[latest.execution_id] = following
            self._make(latest, answer, following)

    def _make(self, latest: Begun, answer: Answer, following: Following) -> None:
        following.left = answer
        begun = self.steps.begin_after(latest, answer)
        packed = self.sending.pack(begun) if begun else None
        if begun is None or packed is None:
            return
        following.left = None
        following.steps.append(begun)
        following.packed.append(packed)
        if len(following.steps) < _MOST_STEPS:
            self.reactor.submit(partial(self._go_on, begun, following))

    def _go_on(self, latest: Begun, following: Following) -> None:
        if self._following.get(latest.execution_id) is following:
            self._go(latest, following)
