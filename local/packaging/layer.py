"""The functions' dependencies as a folder, what a Lambda layer holds in `/opt/python`."""

import hashlib
import subprocess
import sys
from pathlib import Path

from local.packaging.compiling import compile_folder
from local.packaging.folders import built_whole

STAMP = "chain-layer.sha256"
LAYER_ROOT = "/opt/python"


class LayerError(Exception):
    """The dependencies could not be installed."""


def build_layer(lock_file: Path, home: Path, uv: str) -> Path:
    """Installs the hash-checked packages of `lock_file` into `<home>/layer/python` and compiles them.

    Does nothing when the lock file and Python are those of the last build. Raises LayerError.
    """
    place = home / "layer" / "python"
    digest = _digest(lock_file)
    if not _is_built(place, digest):
        with built_whole(place) as draft:
            install(uv, lock_file, draft)
            compile_folder(draft, LAYER_ROOT)
            (draft / STAMP).write_text(digest)
    return place


def _digest(lock_file: Path) -> str:
    return hashlib.sha256(sys.version.encode() + lock_file.read_bytes()).hexdigest()


def _is_built(place: Path, digest: str) -> bool:
    try:
        return (place / STAMP).read_text() == digest
    except OSError:
        return False


def install(uv: str, lock_file: Path, target: Path, *choices: str) -> None:
    """Installs the hash-checked packages of `lock_file` into `target`; raises LayerError."""
    options = ["--require-hashes", "--no-progress", "--python", sys.executable, *choices]
    command = [uv, "pip", "install", *options, "--target", str(target), "--requirement", str(lock_file)]
    ran = subprocess.run(  # noqa: S603 - our own arguments, no shell
        command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    if ran.returncode:
        raise LayerError(
            f"the packages of {lock_file} could not be installed; check the package index and try again:\n"
            f"{ran.stderr.strip()}"
        )
