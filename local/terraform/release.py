"""The release that one machine runs: the archives that AWS would get, and the same unpacked for the host."""

import hashlib
import platform
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from local.bootstrap.installer import find_uv, install_uv
from local.bootstrap.layout import ROOT
from local.declaration.reading import read_all
from local.packaging import build_code
from local.packaging.folders import built_whole
from local.packaging.release import build_release

ARCHITECTURES = {"aarch64": "arm64", "arm64": "arm64"}


@dataclass(frozen=True)
class UnpackedRelease:
    """`archives` holds manifest.json; `layer` and the folder of each service are what Lambda would mount."""

    archives: Path
    layer: Path
    services: dict[str, Path]


def unpacked_release(home: Path, root: Path = ROOT) -> UnpackedRelease:
    """Builds it below `home` unless these sources were built before. Raises PackagingError, LayerError."""
    names = [declaration.service for declaration in read_all(root)]
    place = home / "release" / _digest(root, home, names)[:16]
    if not place.exists():
        _forget(place.parent)
        uv = find_uv(home) or install_uv(home)
        with built_whole(place) as draft:
            build_release(root, draft, uv, ARCHITECTURES.get(platform.machine(), "x86_64"))
            for name in ("layer", *names):
                shutil.unpack_archive(draft / f"{name}.zip", draft / "unpacked" / name)
    unpacked = place / "unpacked"
    return UnpackedRelease(place, unpacked / "layer" / "python", {name: unpacked / name for name in names})


def _digest(root: Path, home: Path, services: list[str]) -> str:
    digest = hashlib.sha256(sys.version.encode())
    digest.update((root / "requirements" / "runtime.txt").read_bytes())
    for file in sorted((root / "local" / "packaging").glob("*.py")):
        digest.update(file.read_bytes())
    for service in services:
        digest.update(build_code(root, service, home).digest.encode())
        digest.update((root / "lambdas" / service / "service.yaml").read_bytes())
    return digest.hexdigest()


def _forget(releases: Path) -> None:
    for release in releases.glob("*"):
        shutil.rmtree(release, ignore_errors=True)
