"""The dependency layer is installed when the lock file changes, and only then; whole or not at all."""

from collections.abc import Callable
from pathlib import Path

import pytest

from local.packaging import LayerError, build_layer

Uv = Callable[[str], str]
COPIES = """
target=$(echo "$@" | sed 's/.*--target \\([^ ]*\\).*/\\1/')
echo "$@" >> {calls}
mkdir -p "$target/package" && echo 'VALUE = 1' > "$target/package/__init__.py"
"""
FAILS = "echo 'no such version' >&2; exit 1"


@pytest.fixture
def uv(tmp_path: Path) -> Uv:
    """Writes a stand-in for uv that notes its arguments in `calls`."""

    def write(script: str) -> str:
        file = tmp_path / "uv"
        file.write_text(f"#!/bin/sh\n{script.format(calls=tmp_path / 'calls')}\n")
        file.chmod(0o755)
        return str(file)

    return write


@pytest.fixture
def lock_file(tmp_path: Path) -> Path:
    file = tmp_path / "runtime.txt"
    file.write_text("package==1\n")
    return file


def calls(tmp_path: Path) -> list[str]:
    return (tmp_path / "calls").read_text().splitlines()


def test_a_layer_is_installed_with_hashes_and_compiled(uv: Uv, lock_file: Path, tmp_path: Path) -> None:
    layer = build_layer(lock_file, tmp_path, uv(COPIES))

    assert layer == tmp_path / "layer" / "python"
    assert (layer / "package" / "__init__.py").exists()
    assert list((layer / "package" / "__pycache__").glob("*.pyc"))
    assert "--require-hashes" in calls(tmp_path)[0]


def test_an_unchanged_lock_file_installs_nothing(uv: Uv, lock_file: Path, tmp_path: Path) -> None:
    build_layer(lock_file, tmp_path, uv(COPIES))
    build_layer(lock_file, tmp_path, uv(COPIES))

    assert len(calls(tmp_path)) == 1


def test_a_changed_lock_file_installs_again(uv: Uv, lock_file: Path, tmp_path: Path) -> None:
    build_layer(lock_file, tmp_path, uv(COPIES))
    lock_file.write_text("package==2\n")
    build_layer(lock_file, tmp_path, uv(COPIES))

    assert len(calls(tmp_path)) == 2


def test_a_failure_says_why_and_leaves_nothing(uv: Uv, lock_file: Path, tmp_path: Path) -> None:
    with pytest.raises(LayerError, match="no such version"):
        build_layer(lock_file, tmp_path, uv(FAILS))

    assert list((tmp_path / "layer").iterdir()) == []
