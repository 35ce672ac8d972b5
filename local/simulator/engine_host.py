"""The engine in the world: our own, on the world's clock and agenda; it can die and come again."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from random import Random
from typing import Any

from local.engine.driver.patience import EngineClosedError
from local.engine.driver.workers import Work
from local.engine.engine import Engine
from local.engine.integrations.functions_in_process import functions_in_process
from local.engine.options import EngineOptions, Sizes
from local.simulator.agenda import Agenda
from local.simulator.clock import WorldClock
from local.simulator.decisions import Decisions

ROLE = "arn:aws:iam::000000000000:role/chain"
WORK_SECONDS = 0.02
SIZES = Sizes(workers=1, connections=4, folded_runs=10_000)


class AgendaWorkers:
    """The engine's work, each piece at a time that is decided by chance; none once it is closed."""

    def __init__(self, agenda: Agenda, seconds: Callable[[], float]) -> None:
        self._agenda = agenda
        self._seconds = seconds
        self._is_open = True

    def submit(self, work: Work) -> None:
        self._agenda.after(self._seconds(), partial(self._perform, work))

    def may_continue(self) -> bool:
        return False

    def settle(self, timeout: float | None = None) -> bool:
        del timeout
        return True

    def close(self, timeout: float) -> None:
        del timeout
        self._is_open = False

    def _perform(self, work: Work) -> None:
        if not self._is_open:
            return
        try:
            work()
        except EngineClosedError:
            return


class EngineHost:
    """One engine at a time on one database, with the machines it was given."""

    def __init__(
        self,
        url: str,
        clock: WorldClock,
        agenda: Agenda,
        decisions: Decisions,
        functions: Mapping[str, Callable[[Any, Any], Any]],
    ) -> None:
        self._url = url
        self._clock = clock
        self._agenda = agenda
        self._decisions = decisions
        self._invoke = functions_in_process(functions)
        self._random = Random(decisions.seed)  # noqa: S311 - chance, not a secret
        self._pieces = 0
        self._expected: set[datetime] = set()
        self.engine = self._opened()

    def call(self, action: str, request: dict[str, Any]) -> dict[str, Any]:
        return self.engine.call(action, request)

    def create(self, name: str, definition: str) -> str:
        """Make a machine; returns its ARN."""
        request = {"name": name, "definition": definition, "roleArn": ROLE}
        return str(self.call("CreateStateMachine", request)["stateMachineArn"])

    def update(self, arn: str, definition: str) -> None:
        self.call("UpdateStateMachine", {"stateMachineArn": arn, "definition": definition})

    def restart(self) -> None:
        """Die without a word, and take up what the journal holds."""
        self.close()
        self.engine = self._opened()

    def close(self) -> None:
        self.engine.close(0)

    def _opened(self) -> Engine:
        engine = Engine(
            self._url,
            clock=self._clock,
            invoke=self._invoke,
            workers=AgendaWorkers(self._agenda, self._seconds),
            options=EngineOptions(sizes=SIZES, random=self._random),
        ).open()
        engine.driver.timers.listener = self._expect
        due_at = engine.driver.timers.next_due()
        if due_at is not None:
            self._expect(due_at)
        self._agenda.after(0, partial(self._fire, engine))
        return engine

    def _seconds(self) -> float:
        self._pieces += 1
        return WORK_SECONDS * self._decisions.number(f"work/{self._pieces}")

    def _expect(self, due_at: datetime) -> None:
        if due_at not in self._expected:
            self._expected.add(due_at)
            self._agenda.at(due_at, lambda: self._due(due_at))

    def _due(self, due_at: datetime) -> None:
        self._expected.discard(due_at)
        self._fire(self.engine)

    def _fire(self, engine: Engine) -> None:
        """Fire what is due. After a restart nobody has told of the later timers, so they are asked for."""
        if engine is not self.engine:
            return
        engine.driver.timers.fire_due()
        if not self._expected:
            due_at = engine.driver.timers.next_due()
            if due_at is not None:
                self._expect(due_at)
