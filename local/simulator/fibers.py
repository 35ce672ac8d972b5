"""Code that can stop in the middle and go on later, while other code of the world runs.

Each piece of work runs in a greenlet. So a handler can be made to wait between what it reads and what it
writes, in virtual time, on one thread, in an order that only the agenda decides.
"""

from collections.abc import Callable
from typing import Generic, TypeVar

from greenlet import getcurrent, greenlet

from local.simulator.agenda import Agenda
from local.simulator.faults.invocation import Invocation

Value = TypeVar("Value")
Restore = Callable[[], None]
_PAUSED = object()


class Fiber(greenlet):
    """`invocation` is the function that it runs; `starter` waits until it pauses for the first time."""

    invocation: Invocation | None = None
    starter: greenlet | None = None


class Call(Generic[Value]):
    """What a function came to: a value or an error, once it is over."""

    def __init__(self) -> None:
        self.over = False
        self.value: Value | None = None
        self.error: BaseException | None = None
        self.when_over: Callable[[], None] = lambda: None

    def settle(self, work: Callable[[], Value]) -> None:
        try:
            self.value = work()
        except BaseException as error:  # noqa: BLE001 - whatever ends the function is told to its caller
            self.error = error
        self.over = True
        self.when_over()


class Fibers:
    """`keep` notes what the running code has in module-wide variables, and returns how to put it back."""

    def __init__(self, agenda: Agenda, keep: Callable[[], Restore]) -> None:
        self._agenda = agenda
        self._keep = keep
        self._main = getcurrent()

    def run(self, work: Callable[[], object]) -> None:
        """Run a piece of work until it ends or pauses; raises what it raises."""
        Fiber(work, self._main).switch()

    def pause(self, seconds: float) -> None:
        """Let others run for so long."""
        fiber = getcurrent()
        self._agenda.after(seconds, fiber.switch)
        self._stop(fiber)

    def call(self, work: Callable[[], Value], invocation: Invocation, limit_seconds: float) -> Call[Value]:
        """Run a function in a fiber of its own; one that takes longer than its limit goes on unheard."""
        call: Call[Value] = Call()
        caller = getcurrent()
        fiber = Fiber(lambda: call.settle(work), caller)
        fiber.invocation, fiber.starter = invocation, caller
        if fiber.switch() is _PAUSED:
            self._wait(call, caller, limit_seconds)
        return call

    @property
    def invocation(self) -> Invocation | None:
        """The function that runs now."""
        return getattr(getcurrent(), "invocation", None)

    def _wait(self, call: Call[Value], caller: greenlet, limit_seconds: float) -> None:
        waits = True

        def go_on() -> None:
            nonlocal waits
            if waits:
                waits = False
                caller.switch()

        call.when_over = lambda: self._agenda.after(0, go_on)
        self._agenda.after(limit_seconds, go_on)
        self._stop(caller)

    def _stop(self, fiber: greenlet) -> None:
        restore = self._keep()
        starter = getattr(fiber, "starter", None) or self._main
        if isinstance(fiber, Fiber):
            fiber.starter, fiber.parent = None, self._main
        starter.switch(_PAUSED)
        restore()
