"""The provider's lock files: one beside each root, all the same, good for every platform."""

import re
from collections.abc import Iterator
from pathlib import Path

LOCK = ".terraform.lock.hcl"
PLATFORMS = ("linux_amd64", "linux_arm64", "darwin_amd64", "darwin_arm64")
_PINNED = re.compile(r'source\s+= "hashicorp/aws"\n\s+version\s+= "([^"]+)"')


def complaints(folder: Path) -> Iterator[str]:
    """What is wrong with the lock files of `terraform/`, each with what to do."""
    tested = (folder / LOCK).read_text()
    yield from _of_the_lock(tested, folder)
    for root in _roots(folder):
        name, lock = root.relative_to(folder), root / LOCK
        if not lock.exists():
            yield f"{name} has no {LOCK}: copy terraform's"
        elif lock.read_text() != tested:
            yield f"{name / LOCK} differs from {LOCK}: copy it, so that what was tested is what runs"


def _of_the_lock(lock: str, folder: Path) -> Iterator[str]:
    version, constraint = _said(lock, "version"), _said(lock, "constraints")
    for file in sorted(folder.rglob("versions.tf")):
        pinned = _PINNED.search(file.read_text())
        if pinned is None or pinned[1] != constraint:
            yield f"{file.relative_to(folder)} does not pin hashicorp/aws to {constraint}: {LOCK} does"
    if not _satisfies(version, constraint):
        yield f"{LOCK} names {version}, which {constraint} does not allow: run `terraform init -upgrade`"
    if '"zh:' not in lock:
        chosen = " ".join(f"-platform={platform}" for platform in PLATFORMS)
        yield f"{LOCK} knows one machine's provider alone: run `terraform providers lock {chosen}`"


def _roots(folder: Path) -> list[Path]:
    return [
        folder / "bootstrap",
        *sorted(path for path in (folder / "environments").glob("*") if path.is_dir()),
    ]


def _said(lock: str, name: str) -> str:
    found = re.search(rf'^\s+{name}\s+= "([^"]+)"', lock, re.MULTILINE)
    return found[1] if found else ""


def _satisfies(version: str, constraint: str) -> bool:
    """`~> 5.100` allows 5.100 and every later 5."""
    least = _numbers(constraint.removeprefix("~>"))
    chosen = _numbers(version)
    return constraint.startswith("~>") and chosen[:1] == least[:1] and chosen >= least


def _numbers(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", version)]
