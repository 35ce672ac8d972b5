"""`demo`: loads played through the public HTTP API, and what happened told."""

import signal
from pathlib import Path
from typing import Annotated

import typer

from local.bootstrap.layout import ROOT, home
from local.cli.start_screen import StartScreen
from local.demo.loads import read_loads
from local.provisioner.platform import Platform
from local.supervisor import control, state

app = typer.Typer()
EXAMPLE = ROOT / "local" / "demo" / "loads.example.json"


@app.command()
def demo(
    loads: Annotated[Path, typer.Option(help="A JSON list of loads.")] = EXAMPLE,
    count: Annotated[int, typer.Option(help="How many loads to play side by side.", min=1, max=1000)] = 1,
    keep: Annotated[bool, typer.Option("--keep", help="Leave the platform running afterwards.")] = False,
) -> None:
    """Book loads from the first PUT to the accepted proof of delivery, and show what happened.

    Starts the platform if it does not run, and then stops it again. Exit code 1, with the reason, when any
    step fails.

    Examples: `./chain demo`, `./chain demo --loads my-loads.json --count 50`, `./chain demo --keep`
    """
    from local.demo.performance import perform  # noqa: PLC0415 - slow to import and only this command needs it

    chosen = read_loads(loads)
    _end_by_ctrl_c()
    began_here = state.running(home()) is None
    if began_here:
        control.bring_up(home(), StartScreen().show, attached=not keep)
    try:
        perform(Platform.read(home()), loads, chosen, count)
    finally:
        if began_here and not keep:
            control.bring_down(home())


def _end_by_ctrl_c() -> None:
    """Also where a script has put the command into the background, which leaves the signal ignored."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
