"""How bookings end, and what must be true once nothing is left to happen."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from uuid import UUID

from local.simulator.booking.cast import PlannedLoad
from local.simulator.booking.seen import ENDED_LOADS
from local.simulator.booking.watch import Watch
from local.simulator.invariants.runs import RunRow, runs_end_or_wait, runs_keep_their_definition, runs_of
from local.simulator.setting import Broken, Lifecycle

NAMED_ENDS = frozenset(
    {"POD_RECEIVED", "CANCELLED", "EXHAUSTED", "EXPIRED", "RE_COVER", "RE_COVERED", "COMPENSATION_FAILED"}
)
NEVER_STARTED = "never posted"
RUN_DIGITS = 36


def broken_at_the_end(watch: Watch, rewritten: list[str]) -> Iterator[Broken]:
    runs = runs_of(watch.connection)
    yield from runs_end_or_wait(runs, NAMED_ENDS)
    yield from runs_keep_their_definition(runs)
    yield from events_delivered(watch)
    yield from loads_end_with_their_runs(watch, runs)
    for key in rewritten:
        yield Broken("documents stay as they are", f"{key} was stored again with other bytes")


def events_delivered(watch: Watch) -> Iterator[Broken]:
    """Each committed change's event was delivered, each recorded answer sent, each post opened."""
    for event_id in sorted(watch.undelivered):
        name = next(
            rows.events[event_id]["detail_type"] for rows in watch.loads.values() if event_id in rows.events
        )
        yield Broken("events delivered", f"{name} was committed, and never delivered")
    if watch.unsent:
        yield Broken("events delivered", f"{len(watch.unsent)} recorded answers were never sent")
    if watch.opening:
        yield Broken("events delivered", f"{len(watch.opening)} posts never opened")


def loads_end_with_their_runs(watch: Watch, runs: list[RunRow]) -> Iterator[Broken]:
    """A load whose last run has ended well is at its end as well, and holds nothing."""
    last = {run.name[:RUN_DIGITS]: run for run in runs}
    for load_id, run in last.items():
        load = watch.loads[load_id].load
        ended_well = run.status == "SUCCEEDED" and run.state not in ("RE_COVER", "RE_COVERED")
        if ended_well and load["status"] not in ENDED_LOADS:
            yield Broken("runs end or wait", f"the last run ended, and the load is {load['status']}")


def lifecycles(watch: Watch, planned: Mapping[UUID, PlannedLoad]) -> list[Lifecycle]:
    """One for each load; its length is from its first run's start to its last run's end."""
    spans: dict[str, list[RunRow]] = {}
    for run in runs_of(watch.connection):
        spans.setdefault(run.name[:RUN_DIGITS], []).append(run)
    return [_lifecycle(watch, str(load_id), spans.get(str(load_id), [])) for load_id in planned]


def _lifecycle(watch: Watch, load_id: str, runs: list[RunRow]) -> Lifecycle:
    rows = watch.loads.get(load_id)
    end = NEVER_STARTED if rows is None else str(rows.load["status"])
    stopped = [run.stopped_at or watch.world.clock.present for run in runs]
    return Lifecycle(end, max(stopped) - runs[0].started_at if runs else timedelta(0))
