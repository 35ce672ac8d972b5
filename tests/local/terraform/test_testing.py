"""Test files are shared out to processes by the number of their runs, and one failure fails all."""

import subprocess
from pathlib import Path

import pytest

from local.terraform.command import Terraform
from local.terraform.testing import run_tests, shared_out


class FakeTerraform(Terraform):
    """Fails for the file that is called broken."""

    def answer(self, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        code = int(any("broken" in argument for argument in arguments))
        return subprocess.CompletedProcess(arguments, code, " ".join(arguments), "")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "tests").mkdir()
    for name, runs in {"bus": 1, "network": 3, "platform": 4, "stream": 2}.items():
        (tmp_path / "tests" / f"{name}.tftest.hcl").write_text('\nrun "it" {\n}\n' * runs)
    return tmp_path


def terraform(folder: Path) -> Terraform:
    return FakeTerraform("terraform", None, folder)


def test_each_process_has_about_as_many_runs(folder: Path) -> None:
    shares = shared_out((folder / "tests").iterdir(), 2)

    assert [sorted(file.name.split(".")[0] for file in share) for share in shares] == [
        ["bus", "platform"],
        ["network", "stream"],
    ]


def test_no_process_is_without_a_file(folder: Path) -> None:
    assert len(shared_out((folder / "tests").iterdir(), 64)) == 4


def test_every_file_runs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_tests(terraform(folder), folder, folder / "release", 2)

    printed = capsys.readouterr().out
    assert all(
        f"-filter=tests/{name}.tftest.hcl" in printed for name in ("bus", "network", "platform", "stream")
    )


def test_one_failure_fails_all(folder: Path) -> None:
    (folder / "tests" / "broken.tftest.hcl").write_text('\nrun "it" {\n}\n')

    assert not run_tests(terraform(folder), folder, folder / "release", 2)
