"""What a crash or an outage kept from going out is sent again, and no more once it has arrived."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from lambdas.messaging.actions.moving import cancel
from lambdas.messaging.consumers import record_delivery, relay
from tests.lambdas.booking.api.aws_services import FakeEvents, FakeStepFunctions
from tests.lambdas.messaging.surroundings import MESSAGE, NOW, WORKSPACE, a_plan
from tests.lambdas.messaging.workflow.run import MessageRun

LATER = NOW + timedelta(hours=2)


@contextmanager
def outage(run: MessageRun, **away: Any) -> Iterator[None]:
    """These services cannot be reached meanwhile."""
    there = {name: getattr(run.clients, name) for name in away}
    vars(run.clients).update(away)
    yield
    vars(run.clients).update(there)


def relayed(run: MessageRun, after_seconds: int) -> dict[str, int]:
    """The schedule comes by."""
    run.advance(after_seconds)
    counts: dict[str, int] = relay.handler({}, None)
    run.settle()
    return counts


def come_back(run: MessageRun) -> None:
    """Everything that was put on the bus comes back by the service's own rule."""
    bodies = [
        json.dumps(
            {
                "source": entry["Source"],
                "detail-type": entry["DetailType"],
                "detail": json.loads(entry["Detail"]),
            }
        )
        for entry in run.clients.events.entries
    ]
    assert run.consume(record_delivery.handler, *bodies, *bodies) == []


def test_a_run_that_could_not_be_started_is_started(run: MessageRun) -> None:
    # given
    with outage(run, stepfunctions=FakeStepFunctions(broken=True)):
        run.plan(a_plan())
    assert run.providers.sent == []

    # when
    early, late, again = (relayed(run, seconds)["runs"] for seconds in (10, 10, 20))

    # then
    assert (early, late, again) == (0, 1, 0)
    assert len(run.providers.sent) == 1


def test_an_answer_that_was_lost_ends_its_wait(run: MessageRun) -> None:
    # given
    run.plan(a_plan(due_at=LATER))
    with outage(run, stepfunctions=FakeStepFunctions(broken=True)):
        cancel(run.dependencies, WORKSPACE, MESSAGE, "The load was cancelled")
    assert run.states() == ["PLANNED"]

    # when
    counts = [relayed(run, 20)["answers"] for _ in range(2)]

    # then
    assert counts == [1, 0]
    assert run.states()[-1] == "CANCELLED"


def test_an_event_is_published_again_as_the_same_until_it_has_come_back(run: MessageRun) -> None:
    # given
    with outage(run, events=FakeEvents(broken=True)):
        run.plan(a_plan(due_at=LATER))
    assert run.published() == []

    # when
    early, late, again = (relayed(run, seconds)["events"] for seconds in (10, 60, 60))
    come_back(run)

    # then
    assert (early, late, again) == (0, 1, 1)
    first, second = run.clients.events.entries
    assert first == second
    assert relayed(run, 61)["events"] == 0
