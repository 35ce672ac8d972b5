"""What the check finds without Terraform, and what it says when Terraform is missing."""

from pathlib import Path

import pytest

from local.terraform import __main__ as program
from local.terraform.check import untested


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("modules/bus", "modules/stream", "environments/prod", "tests"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "tests" / "bus.tftest.hcl").write_text('module {\n  source = "./modules/bus"\n}\n')
    return tmp_path


def test_a_module_without_a_test_is_named(folder: Path) -> None:
    complaints = untested(folder)

    assert [complaint.split(":")[0] for complaint in complaints] == [
        "nothing tests environments/prod",
        "nothing tests modules/stream",
    ]


@pytest.mark.parametrize(("ci", "code"), [("true", 1), ("", 0)])
def test_where_terraform_is_missing_only_ci_fails(
    ci: str, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr("sys.argv", ["local.terraform", "--check"])

    assert program.main() == code
    assert "install 1.11" in capsys.readouterr().err
