"""`deploy`: moves an environment's traffic to a release that Terraform has published there."""

import time
from pathlib import Path
from typing import Annotated

import typer

from local.bootstrap.layout import ROOT
from local.declaration.reading import read_all
from local.deployment.clients import Clients, clients_of_this_account
from local.deployment.functions import shift_functions
from local.deployment.machines import Canary, shift_machines
from local.deployment.migrations import Phase, migrate, require_fit
from local.deployment.rollback import require_environment, roll_back
from local.deployment.target import Target, target_of
from local.packaging.release import read_release

app = typer.Typer(no_args_is_help=True, help="Move an environment on AWS to a release, step by step.")
Manifest = Annotated[Path, typer.Option(help="manifest.json of the release, as `./chain package` wrote it.")]
MANIFEST = Path("build") / "manifest.json"


@app.command("migrate")
def deploy_migrate(
    phase: Annotated[
        Phase, typer.Option(help="expand before traffic moves, contract when old code is gone.")
    ],
    manifest: Manifest = MANIFEST,
) -> None:
    """Run the release's migrations by the function in the network, which refuses what is unsafe.

    Example: `./chain deploy migrate --phase expand`
    """
    clients, target = _target(manifest)
    for service, revisions in migrate(clients, phase, target).items():
        typer.echo(f"{service}: {', '.join(revisions) or 'nothing to do'}")


@app.command("shift")
def deploy_shift(
    manifest: Manifest = MANIFEST,
    percent: Annotated[
        int, typer.Option(min=1, max=99, help="New runs of a machine that try it first.")
    ] = 10,
    minutes: Annotated[int, typer.Option(min=0, max=240, help="How long they try it.")] = 10,
) -> None:
    """Give the release's functions and state machines traffic, a part at first; an alarm takes it back.

    Functions move as their CodeDeploy group says (Terraform's `canary`). Runs in flight keep their version.

    Example: `./chain deploy shift --percent 10 --minutes 15`
    """
    clients, target = _target(manifest)
    require_fit(clients, target)
    moved = shift_functions(clients, target.functions)
    moved += shift_machines(clients, target.machines, Canary(percent, minutes), time.sleep)
    typer.echo("\n".join(moved) or "everything runs this release already")


@app.command("rollback")
def deploy_rollback(
    environment: Annotated[str, typer.Option(help="dev, staging or prod; the credentials must be of it.")],
    to: Annotated[Path, typer.Option(help="manifest.json of the former release.")],
) -> None:
    """Give a former release all traffic at once; refused where its code does not fit the database.

    Example: `./chain deploy rollback --environment dev --to former/manifest.json`
    """
    clients, target = _target(to, former=True)
    require_environment(clients, environment)
    require_fit(clients, target)
    typer.echo("\n".join(roll_back(clients, target)) or "everything runs that release already")


def _target(manifest: Path, *, former: bool = False) -> tuple[Clients, Target]:
    clients = clients_of_this_account()
    return clients, target_of(clients, read_all(ROOT), read_release(manifest), former=former)
