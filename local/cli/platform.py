"""`up`, `down`, `status`: the platform in the background."""

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Column, Table

from local.bootstrap.layout import home
from local.cli.start_screen import StartScreen
from local.postgres.account import stand_ins
from local.postgres.binaries import PostgresMissingError, installation
from local.provisioner.platform import Platform
from local.supervisor import control, state
from local.supervisor.leftovers import is_alive

app = typer.Typer()


@app.command("set-up")
def set_up(
    tests: Annotated[bool, typer.Option("--tests", help="Also what tests and linters need.")] = False,
    statemachines: Annotated[
        bool, typer.Option("--statemachines", help="Also the Step Functions SDK.")
    ] = False,
) -> None:
    """Install what is missing under `.chain`, and nothing else. Every other command does this by itself.

    Example: `./chain set-up --tests`
    """
    raise AssertionError(f"answered before the CLI starts: {tests} {statemachines}")


@app.command()
def up() -> None:
    """Start the platform in the background and wait until it is ready.

    Ports are free ones unless CHAIN_PORT_API, CHAIN_PORT_POSTGRES, CHAIN_PORT_STATES, CHAIN_PORT_FUNCTIONS,
    CHAIN_PORT_FMCSA or CHAIN_PORT_PHONES fix them. DATABASE_URL uses a PostgreSQL of yours.

    Example: `CHAIN_PORT_API=4566 ./chain up`
    """
    console = Console(highlight=False)
    if state.running(home()):
        console.print("The platform already runs.")
    else:
        control.bring_up(home(), StartScreen().show, attached=False)
    console.print(f"API: {Platform.read(home()).api_url}", soft_wrap=True)
    console.print("Next: `./chain demo`, `./chain status`, `./chain down`")


@app.command()
def down() -> None:
    """Stop the platform. Its data stays and is there at the next start.

    Example: `./chain down`
    """
    stopped = control.bring_down(home())
    Console(highlight=False).print("Stopped." if stopped else "The platform does not run.")


@app.command()
def clean() -> None:
    """Stop the platform and remove all that it keeps: data, logs, environments.

    Example: `./chain clean`
    """
    control.bring_down(home())
    for place in (*_outside(), home()):
        shutil.rmtree(place)
        typer.echo(f"Removed {place}")  # rich would import what has just been removed


def _outside() -> list[Path]:
    """Folders of PostgreSQL where its account cannot reach the home."""
    try:
        return stand_ins(installation(home()), home() / "data" / "postgres")
    except PostgresMissingError:
        return []


@app.command()
def status() -> None:
    """Show every part: process, port, restarts and log. Exit code 1 when the platform does not run.

    Example: `./chain status`
    """
    console = Console(highlight=False)
    found = state.running(home())
    if found is None:
        console.print("The platform does not run. Start it with `make up` or `./chain up`.")
        raise typer.Exit(1)
    console.print(_parts(found))
    age = datetime.now(UTC) - found.started_at
    stage = "ready" if found.ready else "starting"
    console.print(f"{stage}, up {int(age.total_seconds())} s, supervisor pid {found.pid}")


def _parts(found: state.Running) -> Table:
    table = Table("part", "state", "pid", "port", "restarts", Column("log", overflow="fold"))
    for part in found.parts:
        shown = "[green]up[/green]" if is_alive(part.pid) else "[red]restarting[/red]"
        table.add_row(part.name, shown, str(part.pid), str(part.port), str(part.restarts), str(part.log))
    return table
