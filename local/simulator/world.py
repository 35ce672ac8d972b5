"""A world: one seed's actors, functions, engine and faults on one virtual clock and one thread."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from local.simulator.agenda import Agenda
from local.simulator.aws.buckets import Buckets
from local.simulator.aws.bus import Bus
from local.simulator.aws.dynamodb import DynamoDB
from local.simulator.aws.stepfunctions import StepFunctions
from local.simulator.clock import WorldClock
from local.simulator.database import Mutations, WorldDatabase
from local.simulator.decisions import Decisions
from local.simulator.engine_host import EngineHost
from local.simulator.faults.choosing import Faults
from local.simulator.faults.striking import Strikes
from local.simulator.fibers import Fibers
from local.simulator.functions import EngineDiedError, Function, FunctionError, Functions, named_error
from local.simulator.setting import Broken, BrokenError, Lifecycle, Setting
from local.simulator.trace import Trace

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Mapping

    from lambdas.shared.postgres_connection import Row
    from local.simulator.place import Place
    from local.simulator.scenario import Play, Scenario

BEGINNINGS = (
    datetime(2027, 3, 1, 14, 30, tzinfo=UTC),
    datetime(2027, 3, 12, 13, 0, tzinfo=UTC),
    datetime(2027, 6, 7, 16, 45, tzinfo=UTC),
    datetime(2027, 11, 5, 12, 15, tzinfo=UTC),
)
"""Two of them are two days before the United States change their clocks."""

HORIZON = timedelta(days=120)
HOUR = 3_600
MOST_RESTARTS = 3
CHANCE_OF_RESTART, CHANCE_OF_JUMP, CHANCE_OF_UPGRADE = 0.3, 0.3, 0.4
JUMP = timedelta(hours=1)


@dataclass(frozen=True)
class Planted:
    """Bugs in the product's code, for the tests of the simulator: texts to replace in statements."""

    mutations: Mutations = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """How a world went. `made` are the decisions that came out for something."""

    setting: Setting
    trace: str
    broken: Broken | None
    made: tuple[str, ...]
    struck: Counter[str]
    ended: tuple[Lifecycle, ...]
    checks: int


class World:
    def __init__(self, setting: Setting, scenario: Scenario, place: Place, planted: Planted) -> None:
        self.setting = setting
        self.place = place
        self.decisions = Decisions(setting.name, setting.kept)
        self.clock = WorldClock(self.decisions.one_of(BEGINNINGS, "beginning"))
        self.agenda = Agenda(self.clock)
        self.trace = Trace(self.clock)
        self.faults = Faults(self.decisions, setting.faults)
        self.container: Callable[[], Callable[[], None]] = lambda: lambda: None
        self.fibers = Fibers(self.agenda, self._keep_container)
        self.strikes = Strikes(self.decisions, self.faults, self.fibers, self.trace)
        self.strikes.later = self._later
        self.functions = Functions(self.decisions, self.faults, self.fibers, self.strikes, self.trace)
        self.wrote: Callable[[str, Mapping[str, object], list[Row]], None] = lambda *_: None
        self.database = WorldDatabase(place, self.strikes, self._hear_write, planted.mutations)
        self.bus = Bus(self.agenda, self.decisions, self.faults, self.strikes, self.trace)
        self.dynamodb = DynamoDB(self.strikes, scenario.tables)
        self.buckets = Buckets(self.strikes)
        self.answered: Callable[[str, dict[str, Any]], None] = lambda *_: None
        self.stepfunctions = StepFunctions(self.strikes, self._act, self._hear_answer)
        self.clients = SimpleNamespace(
            events=self.bus, dynamodb=self.dynamodb, s3=self.buckets, stepfunctions=self.stepfunctions
        )
        self._scenario = scenario
        self._identifiers = 0

    def open_engine(self, functions: Mapping[str, Function], about: Callable[[Any], str]) -> EngineHost:
        """Start the engine. `functions` are those that its machines call, by name; `about` reads what for."""
        called = {name: self._task(function, about) for name, function in functions.items()}
        self.host = EngineHost(self.place.url, self.clock, self.agenda, self.decisions, called)
        return self.host

    def new_id(self) -> Any:
        self._identifiers += 1
        return self.decisions.identifier(f"id/{self._identifiers}")

    def secret(self, secret_id: str, field: str) -> str:
        """What the world's secrets hold."""
        return f"{field} of {secret_id} in {self.setting.name}"

    def play(self) -> Outcome:
        """Let everything happen; the first invariant that does not hold ends the world."""
        self.place.clear()
        with self._scenario.enter(self) as play:
            try:
                self._plan_faults(play)
                play.begin()
                broken = self._broken(play)
            finally:
                self.host.close()
            return Outcome(
                self.setting,
                self.trace.text,
                broken,
                tuple(self.decisions.made),
                self.faults.struck,
                tuple(play.ended()),
                play.checks(),
            )

    def _broken(self, play: Play) -> Broken | None:
        try:
            self._run(play)
            broken = next(play.broken_finally(), None)
        except BrokenError as error:
            broken = error.broken
        if broken is not None:
            self.trace.add(f"BROKEN {broken}")
        return broken

    def _run(self, play: Play) -> None:
        end = self.trace.began + HORIZON
        while (item := self.agenda.take()) is not None and item.due_at < end:
            self.clock.move_to(item.due_at)
            self._perform(item.work)
            broken = next(play.broken_now(), None)
            if broken is not None:
                raise BrokenError(broken)

    def _perform(self, work: Callable[[], object]) -> None:
        try:
            self.fibers.run(work)
        except EngineDiedError:
            self._restart()

    def _restart(self) -> None:
        self.trace.add("the engine starts again")
        self.host.restart()

    def _task(self, function: Function, about: Callable[[Any], str]) -> Callable[[Any, Any], Any]:
        def called(event: Any, _context: Any) -> Any:
            what = f"task/{about(event)}"
            try:
                answer = self.functions.call(function, event, what)
            except FunctionError as failure:
                self.trace.add(f"{what} → {failure.name}")
                raise named_error(failure.name) from None
            except Exception as error:
                self.trace.add(f"{what} → {type(error).__name__}")
                raise
            self.trace.add(f"{what} → done")
            return answer

        return called

    def _keep_container(self) -> Callable[[], None]:
        return self.container()

    def _act(self, action: str, request: dict[str, Any]) -> dict[str, Any]:
        return self.host.call(action, request)

    def _hear_answer(self, action: str, request: dict[str, Any]) -> None:
        self.answered(action, request)

    def _hear_write(self, name: str, parameters: Mapping[str, object], rows: list[Row]) -> None:
        self.wrote(name, parameters, rows)

    def _later(self, seconds: float, work: Callable[[], object]) -> None:
        """Do what a function has asked for once nobody hears its answer."""

        def perform() -> None:
            with suppress(ClientError):
                work()

        self.agenda.after(seconds, perform)

    def _plan_faults(self, play: Play) -> None:
        for number in range(MOST_RESTARTS):
            self._plan("restart", CHANCE_OF_RESTART, str(number), 144, self._die)
        self._plan("clock", CHANCE_OF_JUMP, "0", 120, self._jump)
        self._plan("upgrade", CHANCE_OF_UPGRADE, "0", 72, play.upgrade)

    def _plan(self, fault: str, chance: float, key: str, hours: int, strike: Callable[[], None]) -> None:
        if self.faults.happens(fault, chance, key):
            seconds = hours * HOUR * self.decisions.number(f"{fault}/{key}/at")
            self.agenda.after(seconds, partial(self._strike, fault, strike))

    def _strike(self, fault: str, strike: Callable[[], None]) -> None:
        self.faults.struck[fault] += 1
        self.trace.add(f"fault {fault}")
        strike()

    def _die(self) -> None:
        raise EngineDiedError

    def _jump(self) -> None:
        self.clock.move_to(self.clock.present + JUMP)
