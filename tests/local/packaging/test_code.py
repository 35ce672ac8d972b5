"""Code packages: what is in them, and the same bytes on every build."""

import hashlib
import importlib.util
import zipfile
from pathlib import Path

import pytest

from local.packaging import build_code, forget_other_builds

UNCHECKED = 0b01


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = {
        "lambdas/__init__.py": "",
        "lambdas/shared/clock.py": "NOW = 1\n",
        "lambdas/sample/tasks/book.py": "def handler(event, context):\n    return event\n",
        "lambdas/sample/sql/book.sql": "select 1",
        "lambdas/sample/README.md": "not code",
        "lambdas/other/api.py": "not ours",
        "schemas/json/event.json": "{}",
    }
    for name, text in files.items():
        file = tmp_path / "root" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return tmp_path / "root"


def sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def test_a_package_holds_the_service_and_what_it_shares(root: Path, tmp_path: Path) -> None:
    package = build_code(root, "sample", tmp_path / "home")

    names = [name for name in zipfile.ZipFile(package.zip).namelist() if "__pycache__" not in name]
    assert names == [
        "lambdas/__init__.py",
        "lambdas/sample/sql/book.sql",
        "lambdas/sample/tasks/book.py",
        "lambdas/shared/clock.py",
        "schemas/json/event.json",
    ]


def test_two_builds_are_the_same_bytes(root: Path, tmp_path: Path) -> None:
    one, other = (build_code(root, "sample", tmp_path / home) for home in ("one", "other"))

    assert one.digest == other.digest
    assert sha256(one.zip) == sha256(other.zip)


def test_a_change_gives_another_digest(root: Path, tmp_path: Path) -> None:
    before = build_code(root, "sample", tmp_path / "home")
    (root / "lambdas/shared/clock.py").write_text("NOW = 2\n")

    after = build_code(root, "sample", tmp_path / "home")
    forget_other_builds(after)

    assert before.digest != after.digest
    assert before.folder.exists() is False
    assert (after.folder / "lambdas/shared/clock.py").read_text() == "NOW = 2\n"


def test_a_second_build_of_the_same_code_is_the_first(root: Path, tmp_path: Path) -> None:
    first = build_code(root, "sample", tmp_path / "home")
    stamp = first.zip.stat().st_mtime_ns

    assert build_code(root, "sample", tmp_path / "home") == first
    assert first.zip.stat().st_mtime_ns == stamp


def test_python_never_checks_the_compiled_code_again(root: Path, tmp_path: Path) -> None:
    package = build_code(root, "sample", tmp_path / "home")
    source = package.folder / "lambdas/shared/clock.py"

    compiled = Path(importlib.util.cache_from_source(str(source))).read_bytes()

    assert compiled[:4] == importlib.util.MAGIC_NUMBER
    assert int.from_bytes(compiled[4:8], "little") == UNCHECKED
    assert b"/var/task/lambdas/shared/clock.py" in compiled
