"""checkov over the code of `terraform/` and over a plan of each environment, which its tests make offline."""

import re
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from local.declaration.reading import read_all
from local.terraform.check import write_release_of_nothing
from local.terraform.checkov import Checkov, Report
from local.terraform.command import Terraform, TerraformFailedError
from local.terraform.plans import ENVIRONMENTS, write_plan

CONFIGURATION = ".checkov.yaml"
MOST_EXCUSES = 14
# asked of the code alone: a plan under test does not say which resource names which
CONNECTIONS = ("CKV2_*", "CKV_AWS_21", "CKV_AWS_145")


def excuses(folder: Path) -> dict[str, str]:
    """By check that is not asked, the reason that stands beside it."""
    text = (folder / CONFIGURATION).read_text()
    return dict(re.findall(r"^  - (CKV\w+)(?: # (.*))?$", text, re.MULTILINE))


def judge(terraform: Terraform, checkov: Checkov, folder: Path) -> None:
    """Raises TerraformFailedError with every finding."""
    with ThreadPoolExecutor(2) as pool:
        code = pool.submit(checkov.code, folder, folder / CONFIGURATION)
        plans = pool.submit(judge_plans, terraform, checkov, folder)
        reports = {"code": code.result(), **plans.result()}
    found = [complaint for of, report in reports.items() for complaint in complaints(of, report)]
    found += unexcused(excuses(folder))
    if found:
        raise TerraformFailedError("\n".join(found))
    for of, report in reports.items():
        sys.stdout.write(f"checkov, {of}: {report.passed} passed, 0 failed\n")


def judge_plans(terraform: Terraform, checkov: Checkov, folder: Path) -> dict[str, Report]:
    """By environment, what checkov says of its plan."""
    terraform.initialise(folder)
    release = terraform.data / "release"
    write_release_of_nothing(release, [each.service for each in read_all(folder.parent)])
    skipped = (*excuses(folder), *CONNECTIONS)
    return {
        f"plan of {environment}": checkov.plan(write_plan(terraform, folder, environment, release), skipped)
        for environment in ENVIRONMENTS
    }


def judge_plan(checkov: Checkov, folder: Path, plan: Path) -> None:
    """Judges one plan that `terraform show -json` wrote. Raises TerraformFailedError with every finding."""
    found = complaints(plan.name, checkov.plan(plan, (*excuses(folder), *CONNECTIONS)))
    if found:
        raise TerraformFailedError("\n".join(found))


def complaints(of: str, report: Report) -> list[str]:
    """What stands against a report, each a line."""
    lines = [f"{of}: {found.check} {found.resource}: {found.title}" for found in report.findings]
    if report.unread:
        lines.append(f"{of}: checkov cannot read {report.unread} files: nest no quotes in texts")
    if report.skipped:
        lines.append(f"{of}: {report.skipped} skips stand beside resources: put them into {CONFIGURATION}")
    if not report.passed:
        lines.append(f"{of}: checkov read nothing")
    return lines


def unexcused(reasons: dict[str, str]) -> Iterable[str]:
    """Complaints about the list of excuses itself."""
    if len(reasons) > MOST_EXCUSES:
        yield f"{len(reasons)} checks are excused, at most {MOST_EXCUSES} may be: mend a finding instead"
    yield from (
        f"{check} is excused without a reason: say after # why it does not fit here"
        for check, reason in reasons.items()
        if len(reason.split()) < 8  # noqa: PLR2004 - a sentence
    )
