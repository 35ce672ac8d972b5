"""`simulate`: whole lifecycles under faults, on a virtual clock."""

from pathlib import Path
from typing import Annotated

import typer

from local.bootstrap.layout import home
from local.simulator.faults.catalogue import EVERY_FAULT

app = typer.Typer()
NAMES = ", ".join(EVERY_FAULT)


@app.command()
def simulate(  # noqa: PLR0913, PLR0917 - each is an option
    seed: Annotated[int, typer.Option(help="What chance begins with: same seed, same traces.", min=0)] = 1,
    runs: Annotated[int, typer.Option(help="How many lifecycles.", min=1)] = 1_000,
    machine: Annotated[str, typer.Option(help="The state machine whose scenario is played.")] = "booking",
    faults: Annotated[str, typer.Option(help=f"`all`, `none`, or some of: {NAMES}.")] = "all",
    replay: Annotated[
        Path | None, typer.Option(help="Play a recorded failure again; other options do not count.")
    ] = None,
    shrink: Annotated[bool, typer.Option(help="Look for the shortest trace that still fails.")] = True,
    workers: Annotated[int, typer.Option(help="Worlds side by side.", min=1, max=64)] = 2,
    traces: Annotated[Path | None, typer.Option(help="A folder for the trace of every world.")] = None,
) -> None:
    """Play lifecycles of a state machine under faults and check the invariants after every step.

    The real machine, functions and statements on a real PostgreSQL, which is thrown away afterwards;
    carriers, brokers, providers and AWS's services are played. Days pass in milliseconds. Exit code 1, with
    the shortest trace that still fails and a file for --replay, when an invariant does not hold.

    Examples: `./chain simulate --runs 10000`, `./chain simulate --seed 7 --faults restart,lose`,
    `./chain simulate --replay .chain/simulator/booking-7-12.json`
    """
    from local.simulator import playing  # noqa: PLC0415 - slow to import and only this command needs it

    if replay is not None:
        passed = playing.replay(home(), replay)
    else:
        asked = playing.Asked(machine, seed, runs, faults, workers, shrink, traces)
        passed = playing.simulate(home(), asked)
    raise typer.Exit(0 if passed else 1)
