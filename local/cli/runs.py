"""`runs`: the state machine's executions, each with the state it is in."""

from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from local.cli.running import running_platform
from local.demo.history import Histories, RunSummary

app = typer.Typer()


class RunStatus(StrEnum):
    """Step Functions' names."""

    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    TIMED_OUT = "TIMED_OUT"
    ABORTED = "ABORTED"


@app.command()
def runs(
    status: Annotated[RunStatus | None, typer.Option(help="Only these.")] = None,
    limit: Annotated[int, typer.Option(help="How many of the newest.", min=1, max=1000)] = 20,
) -> None:
    """List the newest runs of the booking state machine with the state each is in.

    Examples: `./chain runs`, `./chain runs --status RUNNING --limit 100`
    """
    histories = Histories.of(running_platform())
    found = histories.newest(limit, status.value if status else None)
    Console(highlight=False).print(_table(found) if found else "No runs.")


def _table(found: list[RunSummary]) -> Table:
    table = Table("run", "status", "state", "started")
    for run in found:
        table.add_row(run.name, run.status, run.state or "-", run.started_at.isoformat(timespec="seconds"))
    return table
