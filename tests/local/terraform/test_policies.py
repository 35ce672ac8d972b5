"""What is excused from checkov, and what stands against a report."""

import shutil
from pathlib import Path

import pytest

from local.bootstrap.layout import ROOT, home
from local.terraform import policies
from local.terraform.checkov import Checkov, Finding, Report, read_report
from local.terraform.command import TerraformFailedError
from local.terraform.policies import complaints, excuses, unexcused

TERRAFORM = ROOT / "terraform"
CLEAN = Report((), passed=9, skipped=0, unread=0)
BUCKET = 'resource "aws_s3_bucket" "open" {\n  bucket = "open"\n}\n'


@pytest.fixture
def checkov(tmp_path: Path) -> Checkov:
    program = home() / "checkov" / "bin" / "checkov"
    if not program.exists():
        pytest.skip("`./chain set-up --checkov` installs it")
    (tmp_path / "work").mkdir()
    return Checkov(program, tmp_path / "work")


def test_fewer_than_fifteen_checks_are_excused_each_with_a_reason() -> None:
    reasons = excuses(TERRAFORM)

    assert 0 < len(reasons) < 15
    assert list(unexcused(reasons)) == []


def test_no_skip_stands_beside_a_resource() -> None:
    files = [file for file in TERRAFORM.rglob("*.tf") if "local" not in file.parts]

    assert [file for file in files if "checkov:skip" in file.read_text()] == []


def test_an_excuse_too_many_or_without_a_reason_is_named() -> None:
    many = {f"CKV_AWS_{number}": "a reason that is as long as a sentence is" for number in range(15)}

    assert "at most 14" in next(iter(unexcused(many)))
    assert "CKV_AWS_1 is excused without a reason" in next(iter(unexcused({"CKV_AWS_1": "not needed"})))


def test_a_clean_report_has_no_complaints() -> None:
    assert complaints("code", CLEAN) == []


@pytest.mark.parametrize(
    ("report", "word"),
    [
        (Report((Finding("CKV_AWS_1", "title", "aws_s3_bucket.x"),), 9, 0, 0), "CKV_AWS_1 aws_s3_bucket.x"),
        (Report((), passed=9, skipped=0, unread=1), "cannot read 1"),
        (Report((), passed=9, skipped=2, unread=0), "2 skips"),
        (Report((), passed=0, skipped=0, unread=0), "read nothing"),
    ],
)
def test_what_is_wrong_with_a_report_is_named(report: Report, word: str) -> None:
    assert word in complaints("code", report)[0]


def test_an_answer_without_results_read_nothing() -> None:
    answer = {"passed": 0, "failed": 0, "skipped": 0, "parsing_errors": 0}

    assert read_report(answer) == Report((), 0, 0, 0)


@pytest.mark.slow
def test_a_new_finding_fails_and_an_excused_one_does_not(checkov: Checkov, tmp_path: Path) -> None:
    folder = tmp_path / "terraform"
    folder.mkdir()
    shutil.copy(TERRAFORM / policies.CONFIGURATION, folder)
    (folder / "main.tf").write_text(BUCKET)

    found = checkov.code(folder, folder / policies.CONFIGURATION).findings

    assert "CKV_AWS_21" in {each.check for each in found}
    assert not {each.check for each in found} & set(excuses(TERRAFORM))


@pytest.mark.slow
def test_no_excuse_is_idle_and_no_reason_repeats_a_title(checkov: Checkov, tmp_path: Path) -> None:
    reasons = excuses(TERRAFORM)
    left_out = shutil.ignore_patterns(policies.CONFIGURATION, "tests", "local")
    folder = shutil.copytree(TERRAFORM, tmp_path / "terraform", ignore=left_out)
    asked = "".join(f"  - {check}\n" for check in reasons)
    configuration = tmp_path / "asked.yaml"
    configuration.write_text(f"framework: [terraform]\ncheck:\n{asked}")

    titles = {found.check: found.title for found in checkov.code(folder, configuration).findings}

    # which routes want a key is an expression, which checkov works out in a plan alone
    assert set(reasons) - set(titles) <= {"CKV_AWS_59"}
    for check, title in titles.items():
        assert len(set(reasons[check].lower().split()) - set(title.lower().split())) >= 8, check


def test_checkov_that_does_not_answer_fails(tmp_path: Path) -> None:
    program = tmp_path / "checkov"
    program.write_text("#!/bin/sh\necho broken >&2\n")
    program.chmod(0o755)

    with pytest.raises(TerraformFailedError, match="broken"):
        Checkov(program, tmp_path).code(tmp_path, tmp_path)
