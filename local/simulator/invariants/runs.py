"""Runs end where their lifecycle ends, or wait with a deadline, and keep their definition."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg

from local.simulator.setting import Broken

UPGRADED = "UPGRADED"
"""How the states are named that an upgraded definition has more than the former one."""

RUNS = """
SELECT
    executions.name,
    executions.status,
    (
        SELECT events.details ->> 'name' FROM engine.events
        WHERE events.execution_id = executions.id AND events.type LIKE '%%StateEntered'
        ORDER BY events.id DESC LIMIT 1
    ),
    EXISTS (SELECT FROM engine.timers WHERE timers.execution_id = executions.id),
    executions.started_at,
    executions.stopped_at,
    (
        SELECT strpos(revisions.definition, '"UPGRADED_') > 0 FROM engine.revisions
        WHERE revisions.id = executions.revision_id
    ),
    EXISTS (
        SELECT FROM engine.events
        WHERE events.execution_id = executions.id AND events.type = 'PassStateEntered'
            AND events.details ->> 'name' LIKE 'UPGRADED%%'
    )
FROM engine.executions
ORDER BY executions.started_at, executions.id
"""


@dataclass(frozen=True)
class RunRow:
    """A run as the engine has it. `state` is the last one entered; `waits` when a timer of it is set.

    `upgraded`: its definition is the later one; `entered_upgraded`: it went that way.
    """

    name: str
    status: str
    state: str
    waits: bool
    started_at: datetime
    stopped_at: datetime | None
    upgraded: bool
    entered_upgraded: bool


def runs_of(connection: psycopg.Connection[tuple[Any, ...]]) -> list[RunRow]:
    """Every run of the world, the oldest first."""
    return [RunRow(*row) for row in connection.execute(RUNS)]


def runs_end_or_wait(runs: list[RunRow], named_ends: frozenset[str]) -> Iterator[Broken]:
    """Every run has reached an end of its lifecycle, or waits with a deadline."""
    for run in runs:
        if run.status == "RUNNING" and not run.waits:
            yield Broken("runs end or wait", f"a run stands in {run.state} without a deadline")
        if run.status != "RUNNING" and run.state not in named_ends:
            yield Broken("runs end or wait", f"a run has ended {run.status} in {run.state}")


def runs_keep_their_definition(runs: list[RunRow]) -> Iterator[Broken]:
    """A run goes by the definition that it was started with, whatever came later."""
    for run in runs:
        if run.upgraded is not run.entered_upgraded:
            yield Broken("runs keep their definition", f"the run in {run.state} went by another definition")
