"""Where a function is imported from: this repository, or a release as Lambda unpacks it."""

import json
import platform
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Place:
    """Where a function's interpreter looks for modules: `paths` alone; without, this repository."""

    paths: tuple[Path, ...] = ()

    def command(self, script: str) -> list[str]:
        if not self.paths:
            return [sys.executable, "-c", script]
        found = [str(path) for path in self.paths]
        return [sys.executable, "-P", "-S", "-c", f"import sys\nsys.path[:0] = {found}\n{script}"]


HERE = Place()


class ForeignReleaseError(Exception):
    """The release is for processors of another kind than this machine's."""


def unpacked(release: Path, folder: Path) -> dict[str, Place]:
    """Each service as Lambda has it, from what `./chain package` built. Raises ForeignReleaseError."""
    manifest = json.loads((release / "manifest.json").read_text())
    wanted = platform.machine().replace("aarch64", "arm64")
    if manifest["architecture"] != wanted:
        asked = f"./chain package --architecture {wanted} --out {release}"
        raise ForeignReleaseError(f"{release} is for {manifest['architecture']}: {asked}")
    layer = _unpack(release / manifest["layer"]["file"], folder / "opt") / "python"
    return {
        service: Place((_unpack(release / archive["file"], folder / service), layer))
        for service, archive in manifest["services"].items()
    }


def _unpack(archive: Path, folder: Path) -> Path:
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)
    return folder
