"""The release as AWS gets it: the same bytes twice, within its budget, and handlers run from it alone."""

import json
import platform
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from local.bench.cold_starts import FLOOR, counted, declared_functions
from local.bench.import_places import ForeignReleaseError, unpacked
from local.bootstrap.installer import find_uv
from local.bootstrap.layout import ROOT, home
from local.declaration.reading import read_all
from local.packaging.archive import sha256
from local.packaging.release import LAYER_BUDGET, Release, build_release

pytestmark = pytest.mark.slow

UNCHECKED_HASH = 0b01
CHECKS = """
import sys
sys.path[:0] = sys.argv[1:3]
import importlib, boto3, fpdf, phonenumbers, sentry_sdk
for module in sys.argv[3].split(","):
    importlib.import_module(module)
sentry_sdk.init(dsn="http://key@127.0.0.1:9/1", auto_enabling_integrations=False)
document = fpdf.FPDF()
document.add_page()
document.set_font("helvetica")
document.multi_cell(0, 5, "Rate confirmation", link="https://broker.example", new_x="LMARGIN", new_y="NEXT")
assert document.output().startswith(b"%PDF")
for service in ("dynamodb", "events", "s3", "secretsmanager", "stepfunctions"):
    boto3.client(service, region_name="us-east-1")
assert phonenumbers.is_possible_number(phonenumbers.parse("+13175550123"))
outside = [m.__file__ for m in sys.modules.values() if "site-packages" in (getattr(m, "__file__", "") or "")]
assert not outside, outside
"""

MIGRATES = """
import sys
sys.path[:0] = sys.argv[1:3]
import json
from schemas.sql.function import migrate
print(json.dumps(migrate(sys.argv[3], "expand", lambda service: "not-a-real-one").applied))
outside = [m.__file__ for m in sys.modules.values() if "site-packages" in (getattr(m, "__file__", "") or "")]
assert not outside, outside
"""


def uv() -> str:
    found = find_uv(home())
    assert found, "./chain set-up installs uv"
    return found


@pytest.fixture(scope="module")
def release_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("release")


@pytest.fixture(scope="module")
def release(release_folder: Path) -> Release:
    return build_release(ROOT, release_folder, uv(), "arm64")


def test_two_builds_are_the_same_bytes(release: Release, tmp_path: Path) -> None:
    assert build_release(ROOT, tmp_path, uv(), "arm64") == release


def test_the_manifest_says_what_lies_beside_it(release: Release, release_folder: Path) -> None:
    manifest = json.loads((release_folder / "manifest.json").read_text())

    assert manifest["layer"]["sha256"] == sha256(release_folder / "layer.zip") == release.layer.sha256
    assert set(manifest["services"]) == {declaration.service for declaration in read_all(ROOT)}
    assert manifest["layer"]["bytes"] <= LAYER_BUDGET


def test_bytecode_is_never_checked_against_its_source(release: Release, release_folder: Path) -> None:
    archives = [release.layer, release.migrations, *release.services.values()]
    for archive in archives:
        with zipfile.ZipFile(release_folder / archive.file) as packed:
            compiled = [name for name in packed.namelist() if name.endswith(".pyc")]
            assert compiled
            assert {packed.read(name)[4] for name in compiled} == {UNCHECKED_HASH}


@pytest.fixture(scope="module")
def release_for_here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if platform.machine() != "x86_64":
        pytest.skip("the release for x86_64 runs on x86_64 alone")
    folder = tmp_path_factory.mktemp("release-for-here")
    build_release(ROOT, folder, uv(), "x86_64")
    return folder


def test_migrations_run_from_the_release_alone(
    release_for_here: Path, tmp_path: Path, empty_database: str
) -> None:
    layer = unpacked(release_for_here, tmp_path)["booking"].paths[1]
    with zipfile.ZipFile(release_for_here / "migrations.zip") as packed:
        packed.extractall(tmp_path / "task")

    ran = run_alone(MIGRATES, tmp_path / "task", layer, empty_database)

    assert ran.returncode == 0, ran.stderr
    applied = json.loads(ran.stdout.splitlines()[-1])
    schemas = json.loads((release_for_here / "manifest.json").read_text())["schemas"]
    assert {service: revisions[-1] for service, revisions in applied.items()} == schemas


def test_every_handler_runs_from_the_release_alone(release_for_here: Path, tmp_path: Path) -> None:
    places = unpacked(release_for_here, tmp_path)
    for declaration in read_all(ROOT):
        modules = {function.handler.rsplit(".", 1)[0] for function in declaration.functions.values()}

        ran = run_alone(CHECKS, *places[declaration.service].paths, ",".join(sorted(modules)))

        assert ran.returncode == 0, ran.stderr


def test_handlers_start_from_the_release_as_fast_as_from_here(release_for_here: Path, tmp_path: Path) -> None:
    places = unpacked(release_for_here, tmp_path)

    floors = {service: counted(FLOOR, place).calls for service, place in places.items()}
    ratios = {
        function: counted(f"import {function.module}", places[function.service]).calls
        / floors[function.service]
        for function in declared_functions()
    }

    assert ratios
    assert {function.name: ratio for function, ratio in ratios.items() if ratio > function.limit} == {}


@pytest.mark.usefixtures("release")
def test_a_release_for_other_processors_is_refused(release_folder: Path, tmp_path: Path) -> None:
    if platform.machine() in ("arm64", "aarch64"):
        pytest.skip("this machine runs it")

    with pytest.raises(ForeignReleaseError, match="--architecture x86_64"):
        unpacked(release_folder, tmp_path)


def run_alone(script: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-S", "-c", script, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={})
