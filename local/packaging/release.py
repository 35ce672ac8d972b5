"""What is deployed to AWS: a zip a service, one of migrations, one layer, and a manifest with their digests.

Built once; the digests are what is promoted from dev to staging to prod. The archives hold unchecked-hash
`.pyc`, so they run on the version of Python that builds them, and no other.
"""

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from local.declaration.reading import read_all
from local.packaging.archive import sha256, write_zip
from local.packaging.aws_services import services_called
from local.packaging.code import build_code
from local.packaging.compiling import keep_bytecode_alone
from local.packaging.layer import LAYER_ROOT, install
from local.packaging.migrations import build_migrations
from local.packaging.symbols import strip_symbols
from local.packaging.trimming import trim

MANIFEST = "manifest.json"
LAYER_BUDGET = 12_000_000
# AWS's architecture → uv's platform. Lambda's Amazon Linux 2023 has glibc 2.34, so 2.28's wheels run.
PLATFORMS = {"arm64": "aarch64-manylinux_2_28", "x86_64": "x86_64-manylinux_2_28"}


class PackagingError(Exception):
    """The release could not be built; the message says what to do."""


@dataclass(frozen=True)
class Archive:
    """A file beside the manifest, its hexadecimal SHA-256 and its size."""

    file: str
    sha256: str
    bytes: int


@dataclass(frozen=True)
class Release:
    """`runtime` is Lambda's name (`python3.11`), `architecture` `arm64` or `x86_64`; services by name.

    `schemas`: the newest revision of each service's schema, which `migrations` brings about.
    """

    runtime: str
    architecture: str
    layer: Archive
    services: dict[str, Archive]
    migrations: Archive
    schemas: dict[str, str]


def build_release(root: Path, out: Path, uv: str, architecture: str = "arm64") -> Release:
    """Writes the archives and `manifest.json` into `out`; the same sources give the same bytes.

    Raises PackagingError for a layer over its budget, LayerError when packages cannot be installed.
    """
    out.mkdir(parents=True, exist_ok=True)
    declarations = read_all(root)
    with _workshop() as workshop:
        layer = workshop / "python"
        choices = ("--python-platform", PLATFORMS[architecture], "--only-binary", ":all:")
        install(uv, root / "requirements" / "runtime.txt", layer, *choices)
        trim(layer, services_called(declarations))
        for library in layer.rglob("*.so*"):
            strip_symbols(library)
        keep_bytecode_alone(layer, LAYER_ROOT)
        write_zip(layer, out / "layer.zip", below="python")
        build_migrations(root, out / "migrations.zip", workshop, uv, choices)
        for declaration in declarations:
            code = build_code(root, declaration.service, workshop)
            shutil.copyfile(code.zip, out / f"{declaration.service}.zip")
    release = Release(
        runtime=f"python{sys.version_info.major}.{sys.version_info.minor}",
        architecture=architecture,
        layer=_archive(out / "layer.zip"),
        services={
            declaration.service: _archive(out / f"{declaration.service}.zip") for declaration in declarations
        },
        migrations=_archive(out / "migrations.zip"),
        schemas=_schemas(),
    )
    _require_budget(release.layer)
    (out / MANIFEST).write_text(json.dumps(asdict(release), indent=2, sort_keys=True) + "\n")
    return release


def _schemas() -> dict[str, str]:
    from schemas.sql.migrate import SERVICES  # noqa: PLC0415 - Alembic is slow to import and few commands need it
    from schemas.sql.revisions import revisions  # noqa: PLC0415 - as above

    return {service: revisions(service)[-1].name for service in SERVICES}


def read_release(manifest: Path) -> Release:
    """The release that `manifest` describes; raises PackagingError when it is none."""
    try:
        return TypeAdapter(Release).validate_json(manifest.read_bytes())
    except (OSError, ValidationError) as error:
        raise PackagingError(
            f"{manifest} is no release's manifest: run `./chain package` ({error})"
        ) from error


@contextmanager
def _workshop() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="chain-release-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _archive(file: Path) -> Archive:
    return Archive(file.name, sha256(file), file.stat().st_size)


def _require_budget(layer: Archive) -> None:
    if layer.bytes > LAYER_BUDGET:
        raise PackagingError(
            f"the layer has {layer.bytes:,} bytes, its budget is {LAYER_BUDGET:,}: "
            "trim what no function reads (local/packaging/trimming.py) or drop a dependency"
        )
