"""`url`, `token`, `db`: what someone else's tools need to drive the platform."""

import os
import re
from enum import StrEnum
from typing import Annotated

import typer

from local.bootstrap.layout import home
from local.cli.failures import UsageError
from local.cli.running import running_platform
from local.postgres.binaries import installation

app = typer.Typer()
WORKSPACE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
"""As `schemas.common.WorkspaceId`, which would make every command import pydantic's models."""


class Role(StrEnum):
    """Groups of the user pool; a carrier's token names its USDOT number."""

    OWNER = "owner"
    ADMIN = "admin"
    MEMBER = "member"
    VIEWER = "viewer"
    CARRIER = "carrier"


@app.command()
def url(
    service: Annotated[str, typer.Argument(help="booking or messaging: each has its own API.")] = "booking",
) -> None:
    """Print the base URL of the running HTTP API of a service.

    Examples: `curl "$(./chain url)/v1/health"`, `curl "$(./chain url messaging)/v1/health"`
    """
    urls = running_platform().api_urls
    if service not in urls:
        raise UsageError(f"there is no API of `{service}`; there are: {', '.join(urls)}")
    typer.echo(urls[service])


@app.command()
def token(
    role: Annotated[Role, typer.Option(help="What the user may do.")],
    workspace: Annotated[str, typer.Option(help="The broker's tenant; a new name makes a new one.")],
    dot: Annotated[
        int | None, typer.Option(min=1, max=99_999_999, help="USDOT number; needed for a carrier.")
    ] = None,
) -> None:
    """Print a JWT for the Authorization header of the API.

    Examples: `./chain token --role admin --workspace acme`,
    `./chain token --role carrier --workspace acme --dot 1234567`
    """
    from local.provisioner.tokens import token_for  # noqa: PLC0415 - boto3 is slow to import and few commands need it

    if (role is Role.CARRIER) != (dot is not None):
        raise UsageError("--dot goes with --role carrier, and only with it: `--role carrier --dot 1234567`")
    if WORKSPACE_NAME.fullmatch(workspace) is None:
        raise UsageError(
            "--workspace takes 1 to 64 letters, digits, dots, dashes and underscores: `--workspace acme`"
        )
    typer.echo(token_for(running_platform(), role.value, workspace, dot))


@app.command()
def db(
    shell: Annotated[bool, typer.Option("--shell", help="Open psql on it instead.")] = False,
) -> None:
    """Print the URL of the running platform's database.

    Examples: `psql "$(./chain db)"`, `./chain db --shell`
    """
    address = running_platform().database_url
    if not shell:
        typer.echo(address)
        return
    program = str(installation(home()) / "bin" / "psql")
    os.execv(program, [program, address])  # noqa: S606 - the wheel's own psql
