"""What a campaign came to, told on the terminal."""

import time
from datetime import timedelta

from rich.console import Console
from rich.table import Table

from local.simulator.campaign import Campaign, Tally
from local.simulator.trace import elapsed
from local.simulator.world import Outcome

SECONDS_BETWEEN_LINES = 10.0
MOST_LINES = 400


class Progress:
    """A line every ten seconds, on stderr."""

    def __init__(self, campaign: Campaign, console: Console) -> None:
        self._campaign = campaign
        self._console = console
        self._began = self._said = time.monotonic()
        self._runs = 0

    def told(self, outcome: Outcome) -> None:
        self._runs += len(outcome.ended)
        now = time.monotonic()
        if now - self._said >= SECONDS_BETWEEN_LINES:
            self._said = now
            rate = self._runs / (now - self._began)
            self._console.print(f"  {self._runs:,} of {self._campaign.runs:,} runs, {rate:.1f} runs/s")

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began


def tell_tally(console: Console, campaign: Campaign, tally: Tally, seconds: float) -> None:
    """Print the figures; `seconds` is the wall-clock time."""
    console.print(
        f"{tally.runs:,} {campaign.machine} lifecycles in {tally.worlds:,} worlds, {seconds:.1f} s: "
        f"{tally.runs / max(seconds, 0.001):.1f} runs/s with {campaign.workers} workers"
    )
    console.print(f"median simulated length {_days(tally.median_length)}")
    console.print(f"{tally.checks:,} invariants checked, {tally.lines:,} lines of trace")
    console.print(f"seed {campaign.seed}, digest of all traces {tally.digest[:16]}")
    console.print(_table("end", tally.ends.most_common()))
    if tally.struck:
        console.print(_table("fault", tally.struck.most_common()))


def tell_broken(console: Console, outcome: Outcome) -> None:
    """Print the invariant and the trace."""
    console.print(f"[red]BROKEN[/red] {outcome.broken}", soft_wrap=True)
    lines = outcome.trace.splitlines()
    for line in lines[-MOST_LINES:]:
        console.print(f"  {line}", markup=False, soft_wrap=True)


def _table(name: str, counted: list[tuple[str, int]]) -> Table:
    table = Table(name, "times")
    for label, count in counted:
        table.add_row(label, f"{count:,}")
    return table


def _days(length: timedelta) -> str:
    return elapsed(length).strip().partition(".")[0]
