"""Recordings that lost their branches' ids and the events that close a Parallel state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

ERASED_IDS = (0, [0])


def has_lost_events(recorded: Sequence[dict[str, Any]]) -> bool:
    """Return whether it is one: branch events without ids, and a last id that tells of more events."""
    last_id = recorded[-1].get("id") if recorded else None
    return (
        isinstance(last_id, int)
        and last_id > len(recorded)
        and any(event.get("id") in ERASED_IDS for event in recorded)
        and any(event["type"] == "ParallelStateStarted" for event in recorded)
    )
