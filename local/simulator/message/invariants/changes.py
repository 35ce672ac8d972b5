"""What must hold whenever the rows of a message change."""

from collections.abc import Iterator

from local.simulator.message.seen import ENDS, Change

RANKS = {"CLAIMED": 0, "UNKNOWN": 1, "QUEUED": 2, "PENDING": 3, "SENT": 4, "FAILED": 5, "DELIVERED": 6}
WAITED_IN_VAIN = "UNKNOWN"


def receipts_merged_monotonically(change: Change) -> Iterator[str]:
    """A send's status only rises; DELIVERED stands against every failure; final stays final.

    The end of the wait makes an open send UNKNOWN, from which any receipt is better.
    """
    known = {row["delivery_id"]: row for row in (change.before or {}).get("deliveries", ())}
    for row in change.after["deliveries"]:
        before = known.get(row["delivery_id"])
        if before is None:
            continue
        gave_up = row["status"] == WAITED_IN_VAIN and before["status"] not in ("DELIVERED", "FAILED")
        if RANKS[row["status"]] < RANKS[before["status"]] and not gave_up:
            yield f"a send went from {before['status']} back to {row['status']}"
        if before["final"] and not row["final"]:
            yield "a final send was opened again"


def ends_are_final(change: Change) -> Iterator[str]:
    """A message that has ended stays as it ended."""
    before = (change.before or {}).get("status")
    if before in ENDS and change.after["status"] != before:
        yield f"a message went from {before} to {change.after['status']}"
