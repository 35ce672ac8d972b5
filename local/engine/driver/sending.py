"""Steps on their way to the journal: those that are ready at the same moment are written together."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from local.engine.driver.outside import Answer
    from local.engine.driver.patience import Patience
    from local.engine.driver.reactor import Reactor
    from local.engine.driver.unwritten import Begun
    from local.engine.driver.workers import Workers
    from local.engine.store.journal import StepRecord
    from local.engine.store.step_pipe import PackedStep, StepPipe

_PIPES = 2  # the one is written while the other's steps are made
_MOST_TOGETHER = 32
_log = logging.getLogger(__name__)


class Pipes(Protocol):
    """The journal, as steps are sent to it."""

    def open_pipe(self) -> StepPipe:
        """Raises `JournalUnavailableError`."""
        ...

    def pack(self, step: StepRecord) -> PackedStep: ...


@dataclass(frozen=True, slots=True)
class Ready:
    """Steps of one run that follow each other and can be sent: all of them are written, or none.

    `left` is an answer that came after them, for a worker.
    """

    steps: tuple[Begun, ...]
    packed: tuple[PackedStep, ...]
    left: Answer | None = None


class Fate(Protocol):
    """Who is told what becomes of steps."""

    def sent(self, ready: Ready) -> None: ...

    def written(self, ready: Ready) -> None: ...

    def in_doubt(self, ready: Ready) -> None:
        """It was not sent, or it was and nobody knows."""
        ...

    def let_go(self, ready: Ready) -> None:
        """Nobody will know, as the engine closes."""
        ...


@dataclass(eq=False)
class Sending:
    """On the reactor's thread, but for `open` and `close`. A pipe that is lost is replaced by a worker."""

    pipes: Pipes
    fate: Fate
    reactor: Reactor
    workers: Workers
    patience: Patience
    _idle: list[StepPipe] = field(default_factory=list)
    _under_way: dict[StepPipe, list[Ready]] = field(default_factory=dict)
    _unsent: list[Ready] = field(default_factory=list)

    def open(self) -> None:
        """Before the reactor is opened; raises `JournalUnavailableError`, and may be tried again then."""
        while len(self._idle) < _PIPES:
            self._add(self.pipes.open_pipe())

    def let_go(self) -> None:
        """At the reactor's end: others may wait for the runs."""
        _tell(self.fate.let_go, (*self._unsent, *chain.from_iterable(self._under_way.values())))

    def close(self) -> None:
        """When the reactor has ended."""
        for pipe in (*self._idle, *self._under_way):
            pipe.close()

    def pack(self, begun: Begun) -> PackedStep | None:
        """None when there is no way to write it."""
        try:
            return self.pipes.pack(begun.record)
        except Exception:  # noqa: BLE001 -- a worker tries again and says what is wrong
            _log.exception("step.unwritable execution=%d", begun.execution_id)
            return None

    def put(self, ready: Ready) -> None:
        """To be sent by `flush`."""
        self._unsent.append(ready)

    def flush(self) -> None:
        """Sends all that is ready as soon as a pipe is free."""
        while self._unsent and self._idle:
            self._send(self._idle.pop(), self._unsent[:_MOST_TOGETHER])
        while self._unsent and not self._under_way:
            _tell(self.fate.in_doubt, [self._unsent.pop()])

    def _send(self, pipe: StepPipe, together: list[Ready]) -> None:
        del self._unsent[: len(together)]
        self._under_way[pipe] = together
        try:
            pipe.send([packed for ready in together for packed in ready.packed])
        except Exception as error:  # noqa: BLE001 -- workers try again, and know what each error means
            self._lose(pipe, error)
            return
        if pipe.is_full:
            self.reactor.watch_room(pipe.fileno, is_wanted=True)
        _tell(self.fate.sent, together)

    def _look(self, pipe: StepPipe) -> None:
        was_full = pipe.is_full
        try:
            have_committed = pipe.have_committed()
        except Exception as error:  # noqa: BLE001 -- workers try again, and know what each error means
            self._lose(pipe, error)
            return
        if was_full and not pipe.is_full:
            self.reactor.watch_room(pipe.fileno, is_wanted=False)
        if have_committed:
            together = self._under_way.pop(pipe)
            self._idle.append(pipe)
            _tell(self.fate.written, together)

    def _lose(self, pipe: StepPipe, error: Exception) -> None:
        _log.warning("pipe.lost %s", str(error).partition("\n")[0])
        self.reactor.unwatch(pipe.fileno)
        pipe.close()
        if pipe in self._idle:
            self._idle.remove(pipe)
        _tell(self.fate.in_doubt, self._under_way.pop(pipe, []))
        self.workers.submit(self._replace)

    def _replace(self) -> None:
        pipe = self.patience.until_journaled(self.pipes.open_pipe)
        self.reactor.submit(partial(self._add, pipe))

    def _add(self, pipe: StepPipe) -> None:
        self._idle.append(pipe)
        self.reactor.watch(pipe.fileno, partial(self._look, pipe))


def _tell(tell: Callable[[Ready], None], each: Iterable[Ready]) -> None:
    """A run that fails takes no others with it."""
    for ready in each:
        try:
            tell(ready)
        except Exception:  # noqa: BLE001 -- as above
            _log.exception("run.untold execution=%d", ready.steps[0].execution_id)
