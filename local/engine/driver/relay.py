"""Carries runs from a task's answer to their next call on one thread, which waits for all of them at once.

Steps that are ready at the same moment are written together. The relay knows the straight way alone: what is
refused, in doubt or has to be waited for goes to a worker.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Protocol

from local.engine.commands import (
    AbandonTask,
    Call,
    EndRun,
    InvokeTask,
    TaskFailed,
    TaskSubmitted,
    TaskSucceeded,
)
from local.engine.driver.outside import Answer, Invocation, PendingCall
from local.engine.driver.reactor import Reactor, Work
from local.engine.store.journal import is_express

if TYPE_CHECKING:
    from local.engine.driver.driver import Driver
    from local.engine.driver.steps import Begun, Taken
    from local.engine.store.journal import StepRecord
    from local.engine.store.step_pipe import PackedStep, StepPipe

_PIPES = 2  # the one is written while the other's steps are made
_MOST_TOGETHER = 32
_ANSWERS = (TaskSucceeded, TaskSubmitted, TaskFailed)
_log = logging.getLogger(__name__)


class Pipes(Protocol):
    """The journal, as the relay writes to it."""

    def open_pipe(self) -> StepPipe:
        """Raises `JournalUnavailableError`."""
        ...

    def pack(self, step: StepRecord) -> PackedStep: ...


@dataclass(frozen=True, slots=True)
class Ready:
    """A step that can be sent."""

    begun: Begun
    packed: PackedStep


@dataclass(frozen=True, slots=True)
class Ahead:
    """An answer that has come while the step that asks for it is written, and the step that it makes."""

    answer: Answer
    ready: Ready | None


@dataclass(eq=False)
class Relay:
    driver: Driver
    pipes: Pipes
    _reactor: Reactor = field(init=False)
    _idle: list[StepPipe] = field(default_factory=list)
    _under_way: dict[StepPipe, list[Ready]] = field(default_factory=dict)
    _unsent: list[Ready] = field(default_factory=list)
    _ahead: dict[int, Ahead] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._reactor = Reactor(self._send)

    def open(self) -> None:
        """Raises `JournalUnavailableError`."""
        pipes = [self.pipes.open_pipe() for _ in range(_PIPES)]
        self._reactor.open()
        for pipe in pipes:
            self._reactor.submit(partial(self._add, pipe))

    def close(self, timeout: float) -> None:
        self._reactor.close(timeout)
        for pipe in (*self._idle, *self._under_way):
            pipe.close()

    def takes(self, execution_id: int, call: Call) -> bool:
        if is_express(execution_id) or not isinstance(call, InvokeTask):
            return False
        return self.driver.outside.can_begin(call)

    def take(self, execution_id: int, task: Call) -> None:
        """Makes a call that it `takes`, and takes its run on from the answer. From any thread."""
        assert isinstance(task, InvokeTask)
        self.driver.activity.begin()
        self._reactor.submit(partial(self._call, Invocation(execution_id, task)))

    def _call(self, invocation: Invocation) -> None:
        answer = self.driver.outside.begin(invocation)
        if answer is None or isinstance(answer, _ANSWERS):
            self._go_on(invocation, answer)
        else:
            self._reactor.watch(answer.fileno, partial(self._listen, invocation, answer))

    def _listen(self, invocation: Invocation, call: PendingCall) -> None:
        if call.is_whole():
            self._reactor.unwatch(call.fileno)
            self._go_on(invocation, call.answer())

    def _go_on(self, invocation: Invocation, answer: Answer | None) -> None:
        execution_id = invocation.execution_id
        if answer is None:
            self._leave(partial(self.driver.perform, execution_id, invocation.task))
            return
        begun = self.driver.steps.begin(execution_id, answer)
        if begun is None:
            self._leave(partial(self.driver.deliver, execution_id, answer))
        elif begun.record.is_empty:
            self._carry_out(begun)
        else:
            self._unsent.append(self._ready(begun))

    def _ready(self, begun: Begun) -> Ready:
        return Ready(begun, self.pipes.pack(begun.record))

    def _send(self) -> None:
        """All that is ready, once a pipe is free."""
        while self._unsent and self._idle:
            pipe, together = self._idle.pop(), self._unsent[:_MOST_TOGETHER]
            del self._unsent[:_MOST_TOGETHER]
            self._under_way[pipe] = together
            try:
                pipe.send([ready.packed for ready in together])
            except Exception as error:  # noqa: BLE001 -- workers try again, and know what each error means
                self._lose(pipe, error)
            else:
                for ready in together:
                    self._look_ahead(ready.begun)
        if not self._under_way:
            while self._unsent:
                self._give_up(self._unsent.pop().begun)

    def _look_ahead(self, begun: Begun) -> None:
        """While a step is written, makes the next one where its call reaches nothing outside."""
        task = begun.commands[0] if len(begun.commands) == 1 else None
        if not isinstance(task, InvokeTask) or not self.driver.outside.reaches_nothing(task):
            return
        answer = self.driver.outside.begin(Invocation(begun.execution_id, task))
        if isinstance(answer, _ANSWERS):
            following = self.driver.steps.begin_after(begun, answer)
            self._ahead[begun.execution_id] = Ahead(answer, self._ready(following) if following else None)

    def _look(self, pipe: StepPipe) -> None:
        try:
            have_committed = pipe.have_committed()
        except Exception as error:  # noqa: BLE001 -- workers try again, and know what each error means
            self._lose(pipe, error)
            return
        if have_committed:
            together = self._under_way.pop(pipe)
            self._idle.append(pipe)
            for ready in together:
                ahead = self._ahead.pop(ready.begun.execution_id, None)
                if ahead:
                    self._go_ahead(ready.begun, ahead)
                else:
                    self._carry_out(ready.begun)

    def _go_ahead(self, begun: Begun, ahead: Ahead) -> None:
        following = ahead.ready.begun if ahead.ready else None
        if self.driver.steps.finish_before(begun, following) and ahead.ready:
            self._unsent.append(ahead.ready)
        else:
            self._leave(partial(self.driver.deliver, begun.execution_id, ahead.answer))

    def _carry_out(self, begun: Begun) -> None:
        taken = self.driver.steps.finish(begun)
        carry_out = partial(self.driver.carry_out, begun.execution_id, taken)
        if _reaches_out(taken):
            self._leave(carry_out)
        else:
            carry_out()
            self.driver.activity.end()

    def _give_up(self, begun: Begun) -> None:
        self._ahead.pop(begun.execution_id, None)
        self.driver.steps.give_up(begun)
        self._leave(partial(self.driver.deliver, begun.execution_id, begun.stimulus, in_doubt=True))

    def _leave(self, work: Work) -> None:
        self.driver.workers.submit(work)
        self.driver.activity.end()

    def _add(self, pipe: StepPipe) -> None:
        self._idle.append(pipe)
        self._reactor.watch(pipe.fileno, partial(self._look, pipe))

    def _lose(self, pipe: StepPipe, error: Exception) -> None:
        _log.warning("relay.pipe_lost %s", error)
        self._reactor.unwatch(pipe.fileno)
        pipe.close()
        if pipe in self._idle:
            self._idle.remove(pipe)
        for ready in self._under_way.pop(pipe, []):
            self._give_up(ready.begun)
        self.driver.workers.submit(self._replace)

    def _replace(self) -> None:
        pipe = self.driver.patience.until_journaled(self.pipes.open_pipe)
        self._reactor.submit(partial(self._add, pipe))


def _reaches_out(taken: Taken) -> bool:
    """Whether others have to be told, who may be away."""
    return any(
        isinstance(command, AbandonTask) or (isinstance(command, EndRun) and taken.reports_end)
        for command in taken.commands
    )
