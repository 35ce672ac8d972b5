"""Carries runs from a task's answer to their next call on one thread, which waits for all of them at once.

It knows the straight way alone. What is refused, in doubt or has to be waited for goes to a worker.
"""

from __future__ import annotations

import logging
from collections import deque
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from local.engine.commands import AbandonTask, Call, EndRun, InvokeTask
from local.engine.driver.ahead import Ahead
from local.engine.driver.outside import ANSWERS, Answer, Invocation, PendingCall
from local.engine.driver.reactor import Reactor, Work
from local.engine.driver.sending import Pipes, Ready, Sending
from local.engine.driver.unwritten import UnwrittenSteps
from local.engine.store.journal import is_express

if TYPE_CHECKING:
    from collections.abc import Sequence

    from local.engine.driver.driver import Driver
    from local.engine.driver.steps import Taken
    from local.engine.driver.unwritten import Begun

_log = logging.getLogger(__name__)


@dataclass(eq=False)
class Relay:
    """At most `most_calls` are under way; others wait for their turn."""

    driver: Driver
    pipes: Pipes
    most_calls: int
    _reactor: Reactor = field(default_factory=Reactor)
    _steps: UnwrittenSteps = field(init=False)
    _sending: Sending = field(init=False)
    _ahead: Ahead = field(init=False)
    _pending: dict[int, PendingCall] = field(default_factory=dict)
    _uncalled: deque[Invocation] = field(default_factory=deque)

    def __post_init__(self) -> None:
        workers, patience, steps = self.driver.workers, self.driver.patience, self.driver.steps
        self._steps = UnwrittenSteps(steps.making, steps.books)
        self._sending = Sending(self.pipes, self, self._reactor, workers, patience)
        self._ahead = Ahead(self.driver.outside, self._steps, self._sending, self._reactor)

    def open(self) -> None:
        """Raises `JournalUnavailableError`."""
        self._sending.open()
        self._reactor.open(self._sending.flush, self._sending.let_go)

    def close(self, timeout: float) -> None:
        self._reactor.close(timeout)
        self._sending.close()
        for call in tuple(self._pending.values()):
            call.close()

    def takes(self, execution_id: int, call: Call) -> bool:
        if is_express(execution_id) or not isinstance(call, InvokeTask):
            return False
        return self.driver.outside.can_begin(call)

    def take(self, execution_id: int, task: Call) -> None:
        """Makes a call that it `takes`, and takes its run on from the answer. From any thread."""
        assert isinstance(task, InvokeTask)
        self.driver.activity.begin()
        self._reactor.submit(partial(self._call, Invocation(execution_id, task)))

    def sent(self, ready: Ready) -> None:
        self._ahead.begin(ready)

    def written(self, ready: Ready) -> None:
        try:
            self._follow(ready)
        except Exception:  # noqa: BLE001 -- a worker reads what is written, and tells what is wrong
            _log.exception("run.failed execution=%d", ready.steps[0].execution_id)
            self._leave_in_doubt(ready)

    def in_doubt(self, ready: Ready) -> None:
        first = ready.steps[0]
        self._ahead.end(first.execution_id)
        self._steps.give_up(first)
        self._leave_in_doubt(ready)

    def let_go(self, ready: Ready) -> None:
        self._steps.give_up(ready.steps[0])

    def _follow(self, ready: Ready) -> None:
        execution_id = ready.steps[-1].execution_id
        following = self._ahead.end(execution_id)
        if following is None:
            self._carry_out(ready.steps)
            return
        following_ready = following.ready()
        is_followed = self._steps.finish_before(ready.steps, is_followed=following_ready is not None)
        if is_followed and following_ready:
            self._sending.put(following_ready)
        else:
            self._leave(partial(self.driver.deliver, execution_id, following.first_answer()))

    def _call(self, invocation: Invocation) -> None:
        if len(self._pending) >= self.most_calls:
            self._uncalled.append(invocation)
            return
        answer = self.driver.outside.begin(invocation)
        if answer is None or isinstance(answer, ANSWERS):
            self._call_the_next()
            self._go_on(invocation, answer)
        else:
            self._pending[answer.fileno] = answer
            self._reactor.watch(answer.fileno, partial(self._listen, invocation, answer))

    def _listen(self, invocation: Invocation, call: PendingCall) -> None:
        if not call.is_whole():
            return
        self._reactor.unwatch(call.fileno)
        del self._pending[call.fileno]
        self._call_the_next()
        self._go_on(invocation, self.driver.outside.end(invocation, call))

    def _call_the_next(self) -> None:
        if self._uncalled:
            self._reactor.submit(partial(self._call, self._uncalled.popleft()))

    def _go_on(self, invocation: Invocation, answer: Answer | None) -> None:
        execution_id = invocation.execution_id
        if answer is None:
            self._leave(partial(self.driver.perform, execution_id, invocation.task))
            return
        begun = self._steps.begin(execution_id, answer)
        if begun is None:
            self._leave(partial(self.driver.deliver, execution_id, answer))
        elif begun.record.is_empty:
            self.written(Ready((begun,), ()))
        elif packed := self._sending.pack(begun):
            self._sending.put(Ready((begun,), (packed,)))
        else:
            self.in_doubt(Ready((begun,), ()))

    def _carry_out(self, steps: Sequence[Begun]) -> None:
        execution_id = steps[-1].execution_id
        taken = self._steps.finish(steps)
        carry_out = partial(self.driver.carry_out, execution_id, taken)
        if _reaches_out(taken):
            self._leave(carry_out)
            return
        try:
            carry_out()
        except Exception:  # noqa: BLE001 -- a worker does it again, and tells what is wrong
            _log.exception("run.failed execution=%d", execution_id)
            self._leave(carry_out)
        else:
            self.driver.activity.end()

    def _leave_in_doubt(self, ready: Ready) -> None:
        first = ready.steps[0]
        self._leave(partial(self.driver.deliver, first.execution_id, first.stimulus, in_doubt=True))

    def _leave(self, work: Work) -> None:
        self.driver.workers.submit(work)
        self.driver.activity.end()


def _reaches_out(taken: Taken) -> bool:
    """Whether others have to be told, who may be away."""
    return any(
        isinstance(command, AbandonTask) or (isinstance(command, EndRun) and taken.reports_end)
        for command in taken.commands
    )
