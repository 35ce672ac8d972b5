"""The code of one service, as a folder and as a zip of the same bytes on every build."""

import hashlib
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from local.packaging.archive import write_zip
from local.packaging.compiling import compile_folder
from local.packaging.folders import built_whole

SUFFIXES = {".py", ".sql", ".json"}
TASK_ROOT = "/var/task"


@dataclass(frozen=True)
class CodePackage:
    """`digest`: hexadecimal SHA-256 over the names and bytes of the sources and the version of Python."""

    folder: Path
    zip: Path
    digest: str


def build_code(root: Path, service: str, home: Path) -> CodePackage:
    """Packages `lambdas/shared`, `lambdas/<service>` and `schemas`; does nothing if that was built before."""
    sources = _sources(root, service)
    digest = _digest(root, sources)
    place = home / "code" / service / digest[:16]
    if not place.exists():
        with built_whole(place) as draft:
            _build(root, sources, draft)
    return CodePackage(place / "task", place / "code.zip", digest)


def forget_other_builds(package: CodePackage) -> None:
    """Deletes earlier builds of the service; call it once nothing is configured to run them."""
    current = package.folder.parent
    for build in current.parent.iterdir():
        if build != current:
            shutil.rmtree(build, ignore_errors=True)


def _sources(root: Path, service: str) -> list[Path]:
    folders = (root / "lambdas" / "shared", root / "lambdas" / service, root / "schemas")
    files = (file for folder in folders for file in folder.rglob("*") if file.suffix in SUFFIXES)
    return sorted([root / "lambdas" / "__init__.py", *files])


def _digest(root: Path, sources: list[Path]) -> str:
    digest = hashlib.sha256(sys.version.encode())
    for source in sources:
        content = source.read_bytes()
        digest.update(f"{source.relative_to(root)}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _build(root: Path, sources: list[Path], draft: Path) -> None:
    task = draft / "task"
    for source in sources:
        target = task / source.relative_to(root)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    compile_folder(task, TASK_ROOT)
    write_zip(task, draft / "code.zip")
