"""How a fault strikes a function: at what it does to the world outside, a statement or a call of AWS."""

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from local.simulator.aws.errors import client_error
from local.simulator.decisions import Decisions
from local.simulator.faults.choosing import Faults
from local.simulator.faults.invocation import Invocation
from local.simulator.fibers import Fibers
from local.simulator.trace import Trace

Value = TypeVar("Value")


class Outward(StrEnum):
    """What a function does outside of itself."""

    READ = "read"
    WRITE = "write"
    EVENTS = "events"
    CALLBACK = "callback"
    TABLE = "table"
    BUCKET = "bucket"


class CrashedError(BaseException):
    """The process of a function is gone: nothing in it can catch this."""


WHERE = {
    "crash-before-write": {Outward.WRITE},
    "crash-after-write": {Outward.WRITE},
    "crash-after-event": {Outward.EVENTS},
    "interleave": {Outward.WRITE},
    "time-out": {Outward.WRITE},
    "throttle": {Outward.EVENTS, Outward.CALLBACK, Outward.TABLE},
    "lose": {Outward.CALLBACK},
    "duplicate": {Outward.CALLBACK},
    "delay": {Outward.CALLBACK},
}
THROTTLED = {
    Outward.EVENTS: "ThrottlingException",
    Outward.CALLBACK: "ThrottlingException",
    Outward.TABLE: "ProvisionedThroughputExceededException",
}
UNHEARD = "ServiceUnavailableException"
LONGEST_INTERLEAVE_SECONDS = 20
LONGEST_DELAY_SECONDS = 90
LATEST_AFTER_LIMIT_SECONDS = 30


class Strikes:
    def __init__(self, decisions: Decisions, faults: Faults, fibers: Fibers, trace: Trace) -> None:
        self._decisions = decisions
        self._faults = faults
        self._fibers = fibers
        self._trace = trace
        self.later: Callable[[float, Callable[[], object]], None] = lambda _seconds, _work: None

    def outward(self, kind: Outward, name: str, perform: Callable[[], Value]) -> Value:
        """Do what a function asks of the world, with the fault that it is to meet there."""
        invocation = self._fibers.invocation
        fault = None if invocation is None else invocation.fault
        if invocation is None or fault is None or kind not in WHERE.get(fault, ()):
            return perform()
        invocation.fault = None
        self.note(fault, f"{invocation.function} at {name}", invocation)
        return self._strike(fault, kind, name, perform, invocation)

    def note(self, fault: str, where: str, invocation: Invocation) -> None:
        self._faults.struck[fault] += 1
        self._trace.add(f"fault {fault}: {where} [{invocation.key}]")

    def _strike(
        self, fault: str, kind: Outward, name: str, perform: Callable[[], Value], invocation: Invocation
    ) -> Value:
        match fault:
            case "crash-before-write":
                raise CrashedError
            case "crash-after-write" | "crash-after-event":
                perform()
                raise CrashedError
            case "interleave":
                self._fibers.pause(self._seconds(LONGEST_INTERLEAVE_SECONDS, invocation))
                return perform()
            case "time-out":
                late = self._seconds(LATEST_AFTER_LIMIT_SECONDS, invocation)
                self._fibers.pause(invocation.limit_seconds + late)
                perform()
                raise CrashedError
            case "duplicate":
                perform()
            case "delay":
                self.later(self._seconds(LONGEST_DELAY_SECONDS, invocation), perform)
        raise client_error(THROTTLED.get(kind, UNHEARD) if fault == "throttle" else UNHEARD, name)

    def _seconds(self, most: int, invocation: Invocation) -> float:
        """Short ones are as likely as long ones: from a millisecond to `most` seconds."""
        exponent = self._decisions.number(f"fault/{invocation.key}/seconds")
        return float((most * 1000) ** exponent) / 1000
