"""Every minute: sends again what a crash or an outage kept from going out."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from lambdas.booking.actions.posting import run_input, start_run
from lambdas.booking.actions.settlement import announce, answer_wait
from lambdas.booking.repository import Row, run
from lambdas.shared.callbacks import Answer, Failure, Success
from lambdas.shared.events import event_of
from lambdas.shared.logging import bind, logger
from lambdas.shared.wiring import Dependencies, current

UNSENT_AFTER = timedelta(seconds=15)
UNPROVED_AFTER = timedelta(seconds=60)
MOST_ROWS = 200


@dataclass(frozen=True)
class Relayed:
    """How many of each were sent again."""

    answers: int
    events: int
    runs: int


def relay(dependencies: Dependencies) -> Relayed:
    """Send answers and start runs that wait for 15 s, and events whose delivery is not proved after 60 s."""
    now = dependencies.clock()
    relayed = Relayed(
        answers=_relay_answers(dependencies, now),
        events=_relay_events(dependencies, now),
        runs=_relay_runs(dependencies, now),
    )
    logger().info("relayed", **asdict(relayed))
    return relayed


def _relay_answers(dependencies: Dependencies, now: datetime) -> int:
    rows = _older(dependencies, "read_undelivered_answers", now - UNSENT_AFTER)
    return sum(answer_wait(dependencies, row["wait_key"], _answer(row), now) for row in rows)


def _answer(row: Row) -> Answer:
    if row["error"] is not None:
        return Failure(row["error"], row["cause"] or "")
    return Success(row["output"])


def _relay_events(dependencies: Dependencies, now: datetime) -> int:
    events = [event_of(row) for row in _older(dependencies, "read_undelivered_events", now - UNPROVED_AFTER)]
    return len(events) if announce(dependencies, events) else 0


def _relay_runs(dependencies: Dependencies, now: datetime) -> int:
    posts = _older(dependencies, "read_unstarted_posts", now - UNSENT_AFTER)
    return sum(start_run(dependencies, run_input(post["workspace_id"], post)) for post in posts)


def _older(dependencies: Dependencies, statement: str, before: datetime) -> list[Row]:
    return run(dependencies.database, statement, before=before, most=MOST_ROWS)


def handler(_event: Any, context: Any) -> dict[str, int]:
    """Relay once; raises nothing for what stays to be sent, which the next minute tries again."""
    bind(function_request_id=getattr(context, "aws_request_id", None))
    return asdict(relay(current()))
