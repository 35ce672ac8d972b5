"""Sends again what a crash or an outage kept from going out: answers to waits, events and runs."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from lambdas.shared.callbacks import Answer, Failure, Success
from lambdas.shared.events import event_of
from lambdas.shared.logging import bind, logger
from lambdas.shared.settlement import announce, answer_wait
from lambdas.shared.statements import statement
from lambdas.shared.wiring import Dependencies, current

if TYPE_CHECKING:
    from collections.abc import Callable

    from lambdas.shared.postgres_connection import Row

UNSENT_AFTER = timedelta(seconds=15)
UNPROVED_AFTER = timedelta(seconds=60)
MOST_ROWS = 200


@dataclass(frozen=True)
class Relayed:
    """How many of each were sent again."""

    answers: int
    events: int
    runs: int


def relay_all(dependencies: Dependencies, relay_runs: Callable[[Dependencies, datetime], int]) -> Relayed:
    """Send answers and start runs that wait for 15 s, and events whose delivery is not proved after 60 s."""
    now = dependencies.clock()
    relayed = Relayed(
        answers=relay_answers(dependencies, now),
        events=relay_events(dependencies, now),
        runs=relay_runs(dependencies, now),
    )
    logger().info("relayed", **asdict(relayed))
    return relayed


def relay_handler(relay: Callable[[Dependencies], Relayed]) -> Callable[[Any, Any], dict[str, int]]:
    """Make the handler of a schedule; it raises nothing for what stays to be sent, the next minute tries."""

    def handler(_event: Any, context: Any) -> dict[str, int]:
        bind(function_request_id=getattr(context, "aws_request_id", None))
        return asdict(relay(current()))

    return handler


def relay_answers(dependencies: Dependencies, now: datetime) -> int:
    """Send the answers that wait for 15 s; how many."""
    rows = older(dependencies, "read_undelivered_answers", now - UNSENT_AFTER)
    return sum(answer_wait(dependencies, row["wait_key"], _answer(row), now) for row in rows)


def relay_events(dependencies: Dependencies, now: datetime) -> int:
    """Publish the events whose delivery is not proved after 60 s; how many."""
    events = [event_of(row) for row in older(dependencies, "read_undelivered_events", now - UNPROVED_AFTER)]
    return len(events) if announce(dependencies, events) else 0


def older(dependencies: Dependencies, name: str, before: datetime) -> list[Row]:
    """The oldest rows of the service's statement `name` that were written before an instant."""
    reading = statement(dependencies.settings.service, name)
    return dependencies.database.execute(reading, {"before": before, "most": MOST_ROWS})


def _answer(row: dict[str, Any]) -> Answer:
    if row["error"] is not None:
        return Failure(row["error"], row["cause"] or "")
    return Success(row["output"])
