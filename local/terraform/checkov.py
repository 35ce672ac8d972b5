"""checkov in its own environment: what it found, without its prose."""

import json
import os
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local.terraform.command import TerraformFailedError

ENVIRONMENT = {"HCL_PARSE_TIMEOUT_SEC": "120"}


@dataclass(frozen=True)
class Finding:
    """One check that one resource failed."""

    check: str
    title: str
    resource: str


@dataclass(frozen=True)
class Report:
    """Counts of checks, and files that could not be read."""

    findings: tuple[Finding, ...]
    passed: int
    skipped: int
    unread: int


@dataclass(frozen=True)
class Checkov:
    """`work` is a folder without a configuration of checkov's, which it would read unasked."""

    program: Path
    work: Path

    def code(self, folder: Path, configuration: Path) -> Report:
        """All `.tf` below the folder, but what the configuration leaves out."""
        return self._run("--directory", str(folder), "--config-file", str(configuration))

    def plan(self, plan: Path, skipped: Iterable[str]) -> Report:
        """A plan as JSON."""
        chosen = ("--framework", "terraform_plan", "--quiet", "--compact")
        return self._run("--file", str(plan), *chosen, "--skip-check", ",".join(skipped))

    def _run(self, *arguments: str) -> Report:
        ran = subprocess.run(  # noqa: S603 - our own checkov and arguments
            [str(self.program), *arguments, "--output", "json", "--skip-download"],
            cwd=self.work,
            env={**os.environ, **ENVIRONMENT},
            check=False,
            capture_output=True,
            text=True,
        )
        try:
            return read_report(json.loads(ran.stdout))
        except (ValueError, KeyError) as failure:
            raise TerraformFailedError(f"checkov failed: {ran.stderr[-2000:]}") from failure


def read_report(answer: dict[str, Any]) -> Report:
    """Raises KeyError for an answer of another form; checkov leaves out the results where it read nothing."""
    if "summary" not in answer:
        return Report((), answer["passed"], answer["skipped"], answer["parsing_errors"])
    summary = answer["summary"]
    failed = answer["results"]["failed_checks"]
    findings = tuple(Finding(each["check_id"], each["check_name"], each["resource"]) for each in failed)
    return Report(findings, summary["passed"], summary["skipped"], summary["parsing_errors"])
