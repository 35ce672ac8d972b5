"""`logs`: what the parts wrote."""

import time
from pathlib import Path
from typing import Annotated

import typer

from local.bootstrap.layout import home
from local.cli.failures import UsageError
from local.cli.running import running_platform
from local.demo.aws import aws_client

app = typer.Typer()
BETWEEN_LOOKS_SECONDS = 0.3
FUNCTION_PREFIX = "chain-"


@app.command()
def logs(
    part: Annotated[
        str | None, typer.Argument(help="One part, as `./chain status` names it; all without it.")
    ] = None,
    lines: Annotated[int, typer.Option(help="How many of the last lines.", min=0)] = 40,
    follow: Annotated[
        bool, typer.Option("--follow", "-f", help="Go on with new lines until Ctrl-C.")
    ] = False,
) -> None:
    """Print the last lines of the parts' logs.

    Functions have logs too: those of the workflow's tasks are files, those behind the API and the queues are
    kept by the emulator's CloudWatch Logs.

    Examples: `./chain logs`, `./chain logs engine --lines 200`, `./chain logs functions --follow`,
    `./chain logs chain-booking-vet-carrier`, `./chain logs chain-booking-api`
    """
    if part and part.startswith(FUNCTION_PREFIX) and part not in _known():
        _print_kept_by_emulator(part, lines)
        return
    files = _files(part)
    for file in files:
        _print_tail(file, lines, titled=len(files) > 1)
    if follow:
        _follow(files)


def _known() -> dict[str, Path]:
    return {file.stem: file for file in sorted((home() / "log").rglob("*.log"))}


def _print_kept_by_emulator(function: str, lines: int) -> None:
    """Raises UsageError for a function that never printed."""
    client = aws_client(running_platform(), "logs")
    try:
        pages = client.get_paginator("filter_log_events").paginate(logGroupName=f"/aws/lambda/{function}")
        messages = [str(event["message"]).rstrip() for page in pages for event in page["events"]]
    except client.exceptions.ResourceNotFoundException as missing:
        raise UsageError(f"there is no log of `{function}`: no such function, or it never ran") from missing
    for message in messages[-lines:] if lines else ():
        typer.echo(message)


def _files(part: str | None) -> list[Path]:
    found = _known()
    if part is None:
        return list(found.values())
    if part not in found:
        raise UsageError(f"there is no log of `{part}`; there are: {', '.join(found) or 'none yet'}")
    return [found[part]]


def _print_tail(file: Path, lines: int, *, titled: bool) -> None:
    if titled:
        typer.secho(f"== {file}", bold=True)
    for line in file.read_text(errors="replace").splitlines()[-lines:] if lines else ():
        typer.echo(line)


def _follow(files: list[Path]) -> None:
    seen = {file: file.stat().st_size for file in files}
    while True:
        for file, offset in seen.items():
            seen[file] = _print_from(file, offset)
        time.sleep(BETWEEN_LOOKS_SECONDS)


def _print_from(file: Path, offset: int) -> int:
    """Prints what came after `offset`; returns the new end. A file that shrank was begun anew."""
    with file.open("rb") as log:
        log.seek(offset if file.stat().st_size >= offset else 0)
        typer.echo(log.read().decode(errors="replace"), nl=False)
        return log.tell()
