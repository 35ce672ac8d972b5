"""`terraform`: one machine's platform made by Terraform, as every environment is."""

import json
import os
import re
from typing import Annotated

import typer
from rich.console import Console

from local.bootstrap.layout import home
from local.cli.failures import NotRunningError
from local.cli.start_screen import StartScreen
from local.provisioner.platform import Platform
from local.supervisor import control, state

app = typer.Typer(no_args_is_help=True)
MADE_BY = "CHAIN_MADE_BY"
EXISTS = re.compile(r"already|exists|conflict|in\s*use", re.IGNORECASE)


@app.callback()
def terraform() -> None:
    """The platform made by Terraform (`terraform/environments/local`) on the emulator, which enforces IAM.

    A home keeps its maker: use a CHAIN_HOME of its own for this. Wants Terraform 1.11 and the AWS provider.
    """


@app.command()
def apply() -> None:
    """Start the platform, apply `terraform/environments/local` to it, and leave it running.

    As `CHAIN_MADE_BY=terraform ./chain up`. Two minutes the first time; a second time changes nothing.

    Example: `CHAIN_HOME=/tmp/chain ./chain terraform apply`, then `CHAIN_HOME=/tmp/chain ./chain demo`
    """
    os.environ[MADE_BY] = "terraform"
    console = Console(highlight=False)
    if state.running(home()):
        console.print("The platform already runs: `./chain down` first, to apply again.")
        raise typer.Exit(1)
    _bring_up(console)
    console.print(f"API: {Platform.read(home()).api_url}", soft_wrap=True)


def _bring_up(console: Console) -> None:
    """Begins a first apply anew, once, when a creation was carried out and its answer was lost.

    Terraform's provider closes a connection now and then with a request under way (1 to 3 in 1,500), sends
    the request again, and what it asked for exists already, in no state.
    """
    try:
        control.bring_up(home(), StartScreen().show, attached=False)
    except control.StartFailedError as failure:
        if Platform.file(home()).exists() or not EXISTS.search(str(failure)):
            raise
        console.print("An answer of the emulator's was lost, so the first apply begins anew.")
        control.bring_up(home(), StartScreen().show, attached=False)


@app.command()
def plan() -> None:
    """Plan against what runs. Exit code 1, with each change, when there is one that no defect explains.

    The emulator's known defects are in `local/terraform/changes.py`, each with its reason.

    Example: `CHAIN_HOME=/tmp/chain ./chain terraform plan`
    """
    from local.terraform.changes import changes  # noqa: PLC0415 - only this command needs it
    from local.terraform.command import terraform as installed  # noqa: PLC0415 - as above
    from local.terraform.local_environment import LocalEnvironment  # noqa: PLC0415 - as above

    _require_running()
    with installed() as command:
        found = changes(LocalEnvironment(home()).plan(command))
    for change in found:
        typer.echo(change)
    typer.echo(f"{len(found)} changes")
    raise typer.Exit(1 if found else 0)


@app.command()
def inventory(
    kind: Annotated[
        list[str] | None, typer.Option(help="Only this kind, such as queues; repeatable.")
    ] = None,
) -> None:
    """Print what the running platform is made of, whoever made it, as JSON.

    Example: `./chain terraform inventory --kind queues`
    """
    from local.provisioner.clients import Clients  # noqa: PLC0415 - boto3 is slow to import
    from local.terraform.inventory.taking import take  # noqa: PLC0415 - as above

    _require_running()
    found = take(Clients(Platform.read(home()).endpoints))
    shown = {name: facts for name, facts in found.items() if not kind or name in kind}
    typer.echo(json.dumps(shown, indent=2, sort_keys=True))


def _require_running() -> None:
    if state.running(home()) is None:
        raise NotRunningError("the platform does not run: start it with `./chain terraform apply`")
