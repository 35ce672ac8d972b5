"""What happened: the timeline of a run, its events, the rows written, and time and cost per run."""

from collections import Counter
from dataclasses import dataclass
from statistics import median

from rich.console import Console
from rich.table import Table

from local.demo.cost import SOURCE, Cost
from local.demo.history import Run


@dataclass(frozen=True)
class Told:
    """Everything that the closing tables show. `events`: names in the order of their time, load by load."""

    runs: list[Run]
    events: list[list[str]]
    rows: dict[str, int]
    seconds: float


def show(console: Console, told: Told) -> None:
    console.print(_timeline(told.runs[0]))
    console.print(_events(told.events))
    console.print(_rows(told.rows))
    console.print(_runs(told))
    console.print(f"[dim]{SOURCE}[/dim]", soft_wrap=True)


def _timeline(run: Run) -> Table:
    table = Table("state", "entered after s", "stayed s", title=f"A run, {run.status}", caption=run.name)
    for visit in run.visits:
        table.add_row(visit.state, f"{visit.entered:.2f}", f"{visit.seconds:.2f}")
    return table


def _events(events: list[list[str]]) -> Table:
    counts = Counter(name for one in events for name in one)
    table = Table("event", "times", title=f"{counts.total()} events, all delivered")
    for name, times in counts.items():
        table.add_row(name, str(times))
    return table


def _rows(rows: dict[str, int]) -> Table:
    table = Table("table", "rows", title=f"{sum(rows.values())} rows in Postgres")
    for name, count in rows.items():
        table.add_row(f"booking.{name}", str(count))
    return table


def _runs(told: Told) -> Table:
    costs = [Cost(run.transitions, run.invocations) for run in told.runs]
    dollars = sum(cost.dollars for cost in costs) / len(costs)
    table = Table(title=f"{len(told.runs)} runs in {told.seconds:.1f} s", show_header=False)
    table.add_row("time per run, median", f"{median(run.seconds for run in told.runs):.2f} s")
    table.add_row("transitions per run", f"{_mean([cost.transitions for cost in costs]):.1f}")
    table.add_row("task invocations per run", f"{_mean([cost.invocations for cost in costs]):.1f}")
    table.add_row("cost per run", f"${dollars:.6f}")
    table.add_row("cost per 1,000 runs", f"${dollars * 1000:.3f}")
    return table


def _mean(counts: list[int]) -> float:
    return sum(counts) / len(counts)
