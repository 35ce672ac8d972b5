"""Every minute: sends again what a crash or an outage kept from going out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.messaging.actions.planning import restart, start_run
from lambdas.shared.relaying import UNSENT_AFTER, Relayed, older, relay_all, relay_handler

if TYPE_CHECKING:
    from datetime import datetime

    from lambdas.shared.wiring import Dependencies


def relay(dependencies: Dependencies) -> Relayed:
    """Send messaging's answers, events and runs that are still to go out."""
    return relay_all(dependencies, relay_runs)


def relay_runs(dependencies: Dependencies, now: datetime) -> int:
    """Start the runs of messages that wait for 15 s; how many."""
    messages = older(dependencies, "read_unstarted_messages", now - UNSENT_AFTER)
    return sum(start_run(dependencies, restart(message, now)) for message in messages)


handler = relay_handler(relay)
