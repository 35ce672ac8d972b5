"""What is said of lock files that are not each root's own, the same, and good for every platform."""

from pathlib import Path

import pytest

from local.bootstrap.layout import ROOT
from local.terraform.locks import LOCK, complaints

LOCKED = """provider "registry.terraform.io/hashicorp/aws" {
  version     = "5.100.0"
  constraints = "~> 5.100"
  hashes = [
    "h1:one",
    "zh:all",
  ]
}
"""
VERSIONS = """terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}
"""
ROOTS = ("bootstrap", "environments/dev", "environments/prod")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for root in (".", *ROOTS, "modules/bus"):
        (tmp_path / root).mkdir(parents=True, exist_ok=True)
        (tmp_path / root / "versions.tf").write_text(VERSIONS)
    lock_all(tmp_path, LOCKED)
    return tmp_path


def lock_all(folder: Path, text: str) -> None:
    for root in (".", *ROOTS):
        (folder / root / LOCK).write_text(text)


def test_the_repositorys_own_locks_are_right() -> None:
    assert list(complaints(ROOT / "terraform")) == []


def test_the_same_lock_everywhere_is_right(folder: Path) -> None:
    assert list(complaints(folder)) == []


def test_another_lock_is_named(folder: Path) -> None:
    (folder / "environments" / "prod" / LOCK).write_text(LOCKED.replace("one", "two"))

    assert [each.split(" differs")[0] for each in complaints(folder)] == [f"environments/prod/{LOCK}"]


def test_a_root_without_a_lock_is_named(folder: Path) -> None:
    (folder / "bootstrap" / LOCK).unlink()

    assert list(complaints(folder)) == [f"bootstrap has no {LOCK}: copy terraform's"]


def test_a_module_that_pins_something_else_is_named(folder: Path) -> None:
    (folder / "modules" / "bus" / "versions.tf").write_text(VERSIONS.replace("5.100", "5.99"))

    assert "modules/bus/versions.tf does not pin" in next(complaints(folder))


@pytest.mark.parametrize("version", ["5.99.0", "6.0.0", "4.200.0"])
def test_a_version_that_is_not_pinned_is_named(folder: Path, version: str) -> None:
    lock_all(folder, LOCKED.replace("5.100.0", version))

    assert f"names {version}, which ~> 5.100 does not allow" in next(complaints(folder))


def test_a_lock_of_one_machine_is_refused(folder: Path) -> None:
    lock_all(folder, LOCKED.replace('    "zh:all",\n', ""))

    assert "-platform=linux_arm64 -platform=darwin_amd64" in next(complaints(folder))
