"""Every minute: sends again what a crash or an outage kept from going out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.booking.actions.posting import run_input, start_run
from lambdas.shared.relaying import UNSENT_AFTER, Relayed, older, relay_all, relay_handler

if TYPE_CHECKING:
    from datetime import datetime

    from lambdas.shared.wiring import Dependencies


def relay(dependencies: Dependencies) -> Relayed:
    """Send booking's answers, events and runs that are still to go out."""
    return relay_all(dependencies, relay_runs)


def relay_runs(dependencies: Dependencies, now: datetime) -> int:
    """Start the runs of posts that wait for 15 s; how many."""
    posts = older(dependencies, "read_unstarted_posts", now - UNSENT_AFTER)
    return sum(start_run(dependencies, run_input(post["workspace_id"], post)) for post in posts)


handler = relay_handler(relay)
