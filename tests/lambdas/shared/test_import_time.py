"""What a cold start imports: little more than the floor of every task, and nothing that is slow.

Ratios of CPU time within one run are the evidence: the machine's noise hits both sides of the ratio.
"""

import subprocess
import sys
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import yaml

REPOSITORY = Path(__file__).resolve().parents[3]
FLOOR = """
from aws_lambda_powertools import Logger
from pydantic import BaseModel
import pg8000.core
class Smallest(BaseModel):
    name: str
"""
MEASURED = (
    "import time, sys\nstart = time.process_time()\n{code}\nprint(time.process_time() - start, *sys.modules)"
)
# Powertools' Logger imports the empty top of botocore; what is slow is below it.
BANNED = (
    "boto3",
    "botocore.session",
    "botocore.client",
    "sqlalchemy",
    "aws_xray_sdk",
    "sentry_sdk",
    "fpdf",
    "phonenumbers",
)
LIMITS = {"task": 1.2, "api": 2.0}
FEWEST_ROUNDS, MOST_ROUNDS = 3, 12


@dataclass(frozen=True)
class Function:
    """A function of a service's declaration."""

    service: str
    name: str
    kind: str
    module: str


def declared_functions() -> list[Function]:
    return [
        Function(file.parent.name, name, function["kind"], function["handler"].rsplit(".", 1)[0])
        for file in sorted(REPOSITORY.glob("lambdas/*/service.yaml"))
        for name, function in yaml.safe_load(file.read_text())["functions"].items()
    ]


def imported(code: str) -> tuple[float, set[str]]:
    """Run code in a new interpreter; return its CPU seconds and the modules that it loaded."""
    command = [sys.executable, "-c", MEASURED.format(code=code)]
    ran = subprocess.run(command, capture_output=True, text=True, cwd=REPOSITORY, check=True, env={})
    seconds, *modules = ran.stdout.split()
    return float(seconds), set(modules)


def packages(found: set[str]) -> set[str]:
    """Return those modules that belong to a banned package."""
    return {name for name in found if any(f"{name}.".startswith(f"{package}.") for package in BANNED)}


@dataclass(frozen=True)
class Verdict:
    """Modules over their limit and their ratio to the floor; modules and what they import of the banned."""

    too_slow: dict[str, float]
    banned: dict[str, set[str]]


def measured(limits: Mapping[str, float]) -> Verdict:
    """Let floor and modules take turns; a module leaves when its median is within its limit."""
    floors: list[float] = []
    seconds: defaultdict[str, list[float]] = defaultdict(list)
    banned: dict[str, set[str]] = {}
    left, ratios = dict(limits), dict.fromkeys(limits, 0.0)
    while left and len(floors) < MOST_ROUNDS:
        floors.append(imported(FLOOR)[0])
        for module in left:
            taken, found = imported(f"import {module}")
            seconds[module].append(taken)
            banned[module] = packages(found)
        ratios = {module: median(seconds[module]) / median(floors) for module in left}
        if len(floors) >= FEWEST_ROUNDS:
            left = {module: limit for module, limit in left.items() if ratios[module] > limit}
    return Verdict(
        {module: round(ratios[module], 2) for module in left},
        {module: packages_found for module, packages_found in banned.items() if packages_found},
    )


def test_handlers_import_little_more_than_the_floor_and_nothing_slow() -> None:
    functions = declared_functions()

    verdict = measured({function.module: LIMITS.get(function.kind, LIMITS["api"]) for function in functions})

    assert functions
    assert verdict == Verdict({}, {})


def test_a_slow_import_would_be_seen() -> None:
    verdict = measured({"lambdas.shared.task, boto3, fpdf": 1.2})

    assert verdict.too_slow
    assert {"boto3", "fpdf"} <= verdict.banned["lambdas.shared.task, boto3, fpdf"]
