"""`package`: what is deployed to AWS, built once."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Column, Table

from local.bootstrap.installer import find_uv, install_uv
from local.bootstrap.layout import ROOT, home
from local.packaging.release import LAYER_BUDGET, Archive, build_release

app = typer.Typer()


class Architecture(StrEnum):
    """Lambda's names."""

    ARM64 = "arm64"
    X86_64 = "x86_64"


@app.command()
def package(
    out: Annotated[Path, typer.Option(help="Where the archives and manifest.json go.")] = Path("build"),
    architecture: Annotated[Architecture, typer.Option(help="Of the functions.")] = Architecture.ARM64,
) -> None:
    """Build a zip for each service, one of migrations and one layer, for the Python that runs this.

    The same sources give the same bytes: promote the digests of manifest.json, never build again.

    Example: `./chain package --out build`
    """
    console = Console(highlight=False)
    with console.status("installing, trimming, compiling …"):
        release = build_release(ROOT, out, find_uv(home()) or install_uv(home()), architecture.value)
    table = Table("archive", "bytes", "budget", Column("SHA-256", overflow="fold"))
    table.add_row(*_row(release.layer), f"{LAYER_BUDGET:,}", release.layer.sha256)
    for archive in release.services.values():
        table.add_row(*_row(archive), "", archive.sha256)
    table.add_row(*_row(release.migrations), "", release.migrations.sha256)
    console.print(table)
    console.print(f"{release.runtime}, {release.architecture}: {out / 'manifest.json'}", soft_wrap=True)


def _row(archive: Archive) -> tuple[str, str]:
    return archive.file, f"{archive.bytes:,}"
