"""What is known of each load while it is played, and how it is shown: a live table, or plain lines."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from rich.console import Console
from rich.live import Live
from rich.table import Table

ROWS_SHOWN = 30
FINISHED = "done"


@dataclass
class Row:
    """One load on the board."""

    external_id: str
    lane: str
    step: str = "waiting"
    status: str = "-"
    offers: str = ""
    run_state: str = "-"
    began: float | None = None
    seconds: float = 0.0
    failed: bool = False

    def tick(self) -> None:
        if self.began is not None and self.step != FINISHED and not self.failed:
            self.seconds = time.monotonic() - self.began


@dataclass
class Board:
    """All rows; without a terminal every change of a step is a line of its own."""

    console: Console
    rows: list[Row] = field(default_factory=list)
    live: Live | None = None

    @contextmanager
    def shown(self) -> Iterator[None]:
        if not self.console.is_terminal:
            yield
            return
        with Live(get_renderable=self._table, console=self.console, refresh_per_second=8) as self.live:
            yield

    def tell(self, row: Row, step: str) -> None:
        row.tick()
        row.step = step
        if not self.console.is_terminal:
            self.console.print(
                f"{row.seconds:6.1f} s  {row.external_id}  {step}: load {row.status}, run in {row.run_state}"
                + (f", offers {row.offers}" if row.offers else ""),
                soft_wrap=True,
            )

    def _table(self) -> Table:
        table = Table("load", "lane", "step", "status", "offers", "run in", "s", title=self._title())
        for row in sorted(self.rows, key=_interest)[:ROWS_SHOWN]:
            row.tick()
            colour = "red" if row.failed else "green" if row.step == FINISHED else "default"
            cells = (row.external_id, row.lane, row.step, row.status, row.offers, row.run_state)
            table.add_row(*cells, f"{row.seconds:.1f}", style=colour)
        return table

    def _title(self) -> str:
        finished = sum(row.step == FINISHED for row in self.rows)
        failed = sum(row.failed for row in self.rows)
        return f"{finished} of {len(self.rows)} loads done" + (f", {failed} failed" if failed else "")


def _interest(row: Row) -> int:
    """Failed rows first, then those at work, those done, those waiting."""
    if row.failed:
        return 0
    if row.step == FINISHED:
        return 2
    return 3 if row.began is None else 1
