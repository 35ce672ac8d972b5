"""Compiles a folder so that Python never checks, and never compiles, a file again."""

import subprocess
import sys
from pathlib import Path


def compile_folder(folder: Path, runs_at: str) -> None:
    """Writes unchecked-hash `.pyc` that name files under `runs_at`; the same bytes on every build."""
    compileall = [sys.executable, "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash"]
    subprocess.run(  # noqa: S603 - our own interpreter and folder, no shell
        [*compileall, "-s", str(folder), "-p", runs_at, str(folder)], check=False, stdin=subprocess.DEVNULL
    )


def keep_bytecode_alone(folder: Path, runs_at: str) -> None:
    """Compiles as above and takes the sources away; a traceback still names file and line."""
    compileall = [sys.executable, "-m", "compileall", "-q", "-b", "--invalidation-mode", "unchecked-hash"]
    subprocess.run(  # noqa: S603 - our own interpreter and folder, no shell
        [*compileall, "-s", str(folder), "-p", runs_at, str(folder)], check=False, stdin=subprocess.DEVNULL
    )
    for source in list(folder.rglob("*.py")):
        if source.with_suffix(".pyc").exists():
            source.unlink()
