from datetime import UTC, datetime
from typing import Any

from local.simulator.agenda import Agenda
from local.simulator.clock import WorldClock
from local.simulator.faults.invocation import Invocation
from local.simulator.fibers import Call, Fibers


class Stage:
    def __init__(self) -> None:
        self.clock = WorldClock(datetime(2027, 3, 1, tzinfo=UTC))
        self.agenda = Agenda(self.clock)
        self.kept: list[str] = []
        self.fibers = Fibers(self.agenda, self.keep)
        self.said: list[str] = []

    def keep(self) -> Any:
        self.kept.append("kept")
        return lambda: self.kept.append("restored")

    def run(self) -> None:
        while (item := self.agenda.take()) is not None:
            self.clock.move_to(item.due_at)
            self.fibers.run(item.work)


def test_others_run_while_one_pauses() -> None:
    stage = Stage()

    def slow() -> None:
        stage.said.append("slow reads")
        stage.fibers.pause(2)
        stage.said.append("slow writes")

    stage.agenda.after(0, slow)
    stage.agenda.after(1, lambda: stage.said.append("quick"))
    stage.run()

    assert stage.said == ["slow reads", "quick", "slow writes"]
    assert stage.kept == ["kept", "restored"]


def called(stage: Stage, seconds: float, limit: float) -> list[Call[str]]:
    calls: list[Call[str]] = []

    def work() -> str:
        stage.fibers.pause(seconds)
        stage.said.append("work done")
        return "value"

    def caller() -> None:
        calls.append(stage.fibers.call(work, Invocation("key", "function", limit), limit))
        stage.said.append("caller goes on")

    stage.agenda.after(0, caller)
    stage.run()
    return calls


def test_a_caller_waits_for_a_function_that_pauses() -> None:
    stage = Stage()

    (call,) = called(stage, seconds=1, limit=5)

    assert (call.over, call.value) == (True, "value")
    assert stage.said == ["work done", "caller goes on"]


def test_a_function_beyond_its_limit_goes_on_unheard() -> None:
    stage = Stage()

    called(stage, seconds=9, limit=5)

    assert stage.said == ["caller goes on", "work done"]


def test_an_error_reaches_the_caller() -> None:
    stage = Stage()
    calls: list[Call[None]] = []

    def work() -> None:
        raise ZeroDivisionError

    stage.agenda.after(0, lambda: calls.append(stage.fibers.call(work, Invocation("key", "function", 5), 5)))
    stage.run()

    assert isinstance(calls[0].error, ZeroDivisionError)
