"""Format, completeness and tests of everything in `terraform/`."""

import json
from collections.abc import Iterable
from pathlib import Path

from local.declaration.reading import read_all
from local.terraform import locks
from local.terraform.command import Terraform, TerraformFailedError
from local.terraform.testing import run_tests


def check(terraform: Terraform, folder: Path) -> None:
    """Raises TerraformFailedError with what is wrong, TerraformMissingError without a provider."""
    _require(terraform.run(folder, "fmt", "-check", "-diff", "-recursive"), "run `terraform fmt -recursive`")
    for complaint in (*untested(folder), *locks.complaints(folder)):
        raise TerraformFailedError(complaint)
    terraform.initialise(folder)
    release = terraform.data / "release"
    write_release_of_nothing(release, [each.service for each in read_all(folder.parent)])
    # each run validates the module or environment that it plans
    if not run_tests(terraform, folder, release):
        raise TerraformFailedError("the runs above say which assertion did not hold")


def write_release_of_nothing(folder: Path, services: Iterable[str]) -> None:
    """A release in form alone, for plans under test: a plan reads no more of an archive than its digest."""
    folder.mkdir()
    archives = {
        name: {"file": f"{name}.zip", "sha256": name, "bytes": 0}
        for name in ("layer", "migrations", *services)
    }
    for archive in archives.values():
        (folder / str(archive["file"])).write_bytes(b"")
    parts = {name: archives.pop(name) for name in ("layer", "migrations")}
    manifest = {
        "runtime": "python3.11",
        "architecture": "arm64",
        "schemas": {},
        **parts,
        "services": archives,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest))


def untested(folder: Path) -> list[str]:
    """Complaints about modules and environments that no file in `tests/` runs."""
    tests = "".join(file.read_text() for file in sorted((folder / "tests").glob("*.tftest.hcl")))
    configurations = sorted(
        path for kind in ("modules", "environments") for path in (folder / kind).glob("*") if path.is_dir()
    )
    names = [path.relative_to(folder).as_posix() for path in configurations]
    return [
        f"nothing tests {name}: write terraform/tests/{Path(name).name}.tftest.hcl"
        for name in names
        if f'source = "./{name}"' not in tests
    ]


def _require(code: int, otherwise: str) -> None:
    if code:
        raise TerraformFailedError(otherwise)
