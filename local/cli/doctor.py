"""`doctor`: whether this machine can run the platform, and what to do where it cannot."""

import platform as machine
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Column, Table

from local.bootstrap.environments import plan
from local.bootstrap.failure import NEEDED_BYTES
from local.bootstrap.layout import home
from local.bootstrap.set_up import ALWAYS
from local.postgres.account import AccountMissingError, account
from local.postgres.binaries import PostgresMissingError, installation
from local.supervisor import state
from local.supervisor.leftovers import is_alive

app = typer.Typer()


@dataclass(frozen=True)
class Finding:
    """One check: what was looked at, what was found, and what to do when it is wrong."""

    subject: str
    found: str
    remedy: str | None = None


@app.command()
def doctor() -> None:
    """Check the machine and the set-up. Exit code 1 when something is wrong, with what to do.

    Example: `./chain doctor`
    """
    findings = list(examine(home()))
    table = Table("", "check", Column("found", overflow="fold"), "what to do")
    for finding in findings:
        mark = "[red]✗[/red]" if finding.remedy else "[green]✓[/green]"
        table.add_row(mark, finding.subject, finding.found, finding.remedy or "")
    Console(highlight=False).print(table)
    if any(finding.remedy for finding in findings):
        raise typer.Exit(1)


def examine(folder: Path) -> Iterator[Finding]:
    yield Finding("Python", machine.python_version())
    yield _system()
    yield _disk(folder)
    yield from _environments(folder)
    yield _postgres(folder)
    yield _platform(folder)


def _system() -> Finding:
    tested = sys.platform == "linux"
    remedy = None if tested else "Linux is tested; elsewhere processes may outlive a killed supervisor"
    return Finding("system", f"{machine.system()} {machine.machine()}", remedy)


def _disk(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    remedy = f"make room in {folder}, or set CHAIN_HOME to another disk" if free < NEEDED_BYTES else None
    return Finding("disk", f"{free / 1e9:.0f} GB free", remedy)


def _environments(folder: Path) -> Iterator[Finding]:
    for environment in ALWAYS:
        stale = plan(folder, environment, machine.python_version())
        yield Finding(
            environment.label, "to be installed" if stale else "current", "./chain set-up" if stale else None
        )


def _postgres(folder: Path) -> Finding:
    try:
        account()
        return Finding("PostgreSQL's programs", str(installation(folder)))
    except (AccountMissingError, PostgresMissingError) as failure:
        return Finding("PostgreSQL's programs", "not usable", str(failure))


def _platform(folder: Path) -> Finding:
    found = state.running(folder)
    if found is None:
        return Finding("platform", "does not run")
    dead = [part.name for part in found.parts if not is_alive(part.pid)]
    if dead:
        return Finding("platform", f"restarting {', '.join(dead)}", f"./chain logs {dead[0]}")
    return Finding("platform", f"runs, {sum(part.restarts for part in found.parts)} restarts")
