"""Until when a run waits for driver and delivery, by the load's appointments and the workspace's policy."""

from datetime import datetime, timedelta

from lambdas.booking.snapshot import Load
from schemas.booking.policy import WorkspacePolicy


def driver_due_at(load: Load, policy: WorkspacePolicy) -> datetime:
    """Driver and truck are named until the first pickup less the workspace's lead."""
    return load.first_pickup_at - timedelta(seconds=policy.driver_lead_seconds)


def delivery_due_at(load: Load, policy: WorkspacePolicy) -> datetime:
    return load.last_delivery_at + timedelta(seconds=policy.delivery_grace_seconds)


def driver_deadline(load: Load, policy: WorkspacePolicy, now: datetime) -> dict[str, int]:
    """`{deadline_seconds}` of the wait in CONFIRMED."""
    return {"deadline_seconds": seconds_until(driver_due_at(load, policy), now)}


def delivery_deadline(load: Load, policy: WorkspacePolicy, now: datetime) -> dict[str, int]:
    """`{deadline_seconds}` of the wait in DISPATCHED."""
    return {"deadline_seconds": seconds_until(delivery_due_at(load, policy), now)}


DEADLINES = {"CONFIRMED": driver_deadline, "DISPATCHED": delivery_deadline}


def seconds_until(due_at: datetime, now: datetime) -> int:
    """Whole seconds as Step Functions takes them: 1 for what is already due, at most 99,999,999."""
    return min(max(int((due_at - now).total_seconds()), 1), 99_999_999)
