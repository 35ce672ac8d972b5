"""What a map run under way counts."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from local.engine.map_runs.live import Limits, LiveMapRun, Outlook
from local.engine.map_runs.plan import WriteResults
from local.engine.store.map_items import NextChild, Progress
from local.engine.store.map_runs import MapRun, ParentExecution

NOW = datetime(2027, 3, 15, 9, 0, tzinfo=UTC)
RUN = MapRun(
    id=1,
    arn="arn",
    execution_id=1,
    task_id=4,
    machine_arn="machine/label",
    state_name="Each",
    is_express=False,
    max_concurrency=2,
    tolerated_count=None,
    tolerated_percentage=None,
    status="RUNNING",
    error=None,
    cause=None,
    child_count=3,
    results_written=0,
    started_at=NOW,
    stopped_at=None,
    redrive_count=0,
    redriven_at=None,
)
PARENT = ParentExecution("arn", "role", "machine", UUID(int=0), None, None)


def live(count: int | None = None, percentage: float | None = None) -> LiveMapRun:
    """Three children of two items each, the first one under way."""
    run = replace(RUN, tolerated_count=count, tolerated_percentage=percentage)
    begun = LiveMapRun(run, PARENT, WriteResults(), Limits.of(run))
    begun.count(Progress({0: 2}, succeeded=0, failed=0, failed_items=0, items=6))
    return begun


def test_a_child_whose_end_is_told_twice_is_counted_once() -> None:
    run = live(count=2)

    run.note_end(0, succeeded=False)
    run.note_end(0, succeeded=False)

    assert (run.ended, run.failed_items, run.unstarted) == (1, 2, 2)


def test_a_child_that_this_engine_did_not_start_is_not_counted() -> None:
    run = live()

    run.note_end(1, succeeded=False)

    assert (run.ended, run.failed_items) == (0, 0)


def test_there_is_room_until_max_concurrency() -> None:
    run = live()
    before = run.room

    run.take(NextChild(1, 2))

    assert (before, run.room, run.unstarted) == (1, 0, 1)


@pytest.mark.parametrize(
    ("count", "percentage", "outlook"),
    [
        (None, None, Outlook.FAIL),
        (1, None, Outlook.FAIL),
        (2, None, Outlook.GO_ON),
        (None, 33.0, Outlook.FAIL),
        (None, 34.0, Outlook.GO_ON),
        (2, 33.0, Outlook.FAIL),
        (1, 34.0, Outlook.FAIL),
    ],
)
def test_failed_items_are_too_many_when_any_threshold_is_exceeded(
    count: int | None, percentage: float | None, outlook: Outlook
) -> None:
    run = live(count, percentage)

    run.note_end(0, succeeded=False)

    assert run.outlook() is outlook


def test_one_caller_alone_ends_the_run() -> None:
    run = live()
    for index in range(3):
        run.take(NextChild(index, 2))
        run.note_end(index, succeeded=True)

    assert [run.outlook(), run.outlook()] == [Outlook.SUCCEED, Outlook.NOTHING]
