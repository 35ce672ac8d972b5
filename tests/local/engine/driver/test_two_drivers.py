"""Two engines on one journal, as when a killed engine's last statement is committed after its time."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta

import pytest

from local.engine.api.errors import ApiError, ErrorName
from local.engine.clock import VirtualClock
from local.engine.driver.activity import Activity
from local.engine.driver.timers import Timers
from local.engine.driver.workers import InlineWorkers
from local.engine.engine import Engine
from local.engine.integrations.functions_in_process import functions_in_process
from local.engine.store.journal import DueTimer
from local.engine.store.memory_journal import MemoryJournal
from tests.local.engine.bench import Bench, Functions
from tests.local.engine.definitions import ask, call, sequence, wait


@pytest.fixture
def engines(engine_database: str, functions: Functions) -> Iterator[tuple[Engine, Engine]]:
    clock, invoke = VirtualClock(), functions_in_process(functions.by_name)
    with ExitStack() as stack:
        first, second = (
            stack.enter_context(Engine(engine_database, clock=clock, invoke=invoke, workers=InlineWorkers()))
            for _ in range(2)
        )
        yield first, second


def answer(engine: Engine, token: str, text: str) -> None:
    engine.call("SendTaskSuccess", {"taskToken": token, "output": text})


def test_a_step_is_written_by_one_of_them(engines: tuple[Engine, Engine], functions: Functions) -> None:
    first, second = engines
    bench = Bench(first, functions)
    run = bench.start(bench.machine(sequence(Ask=ask(), Echo=call("echo"))))

    answer(second, functions.tokens[0], '"second"')
    with pytest.raises(ApiError) as error:
        answer(first, functions.tokens[0], '"first"')
    first.settle()

    assert error.value.name is ErrorName.TASK_TIMED_OUT
    assert bench.described(run)["output"] == '"second"'


def test_a_timer_that_the_other_set_fires(engines: tuple[Engine, Engine], functions: Functions) -> None:
    first, second = engines
    bench = Bench(first, functions)
    run = bench.start(bench.machine(sequence(Ask=ask(), Pause=wait(60))))

    answer(second, functions.tokens[0], '"answer"')
    first.advance(timedelta(seconds=60))

    assert bench.status(run) == "SUCCEEDED"


class TickingClock:
    """Moves on whenever it is read."""

    def __init__(self) -> None:
        self.reading = VirtualClock().now()

    def now(self) -> datetime:
        self.reading += timedelta(seconds=1)
        return self.reading


class AskedJournal(MemoryJournal):
    def __init__(self) -> None:
        super().__init__()
        self.asked: list[datetime | None] = []

    def due_timers(self, now: datetime, limit: int) -> list[DueTimer]:
        self.asked.append(now)
        return []

    def next_due(self, after: datetime | None) -> datetime | None:
        self.asked.append(after)
        return after


def test_no_timer_falls_between_the_due_and_the_next() -> None:
    journal, activity = AskedJournal(), Activity()
    timers = Timers(journal, TickingClock(), InlineWorkers(), activity, lambda _timer: None)

    timers._sleep_until_due()

    due_until, next_after = journal.asked
    assert due_until == next_after
