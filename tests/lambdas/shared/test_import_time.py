"""What a cold start imports: little more than the floor of every task, and nothing that is slow.

Ratios of CPU time within one run are the evidence: the machine's noise hits both sides of the ratio.
"""

import subprocess
import sys
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
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
ROUNDS, FURTHER_ROUNDS = 7, 14
MODULES_A_FLOOR = 4


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


@dataclass
class Times:
    """CPU seconds of the floor and of modules, taken in turns; and what the modules import of the banned."""

    floors: list[float] = field(default_factory=list)
    seconds: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    banned: dict[str, set[str]] = field(default_factory=dict)

    def take(self, modules: Collection[str], rounds: int) -> None:
        for _ in range(rounds):
            for number, module in enumerate(modules):
                if number % MODULES_A_FLOOR == 0:
                    self.floors.append(imported(FLOOR)[0])
                taken, found = imported(f"import {module}")
                self.seconds[module].append(taken)
                self.banned[module] = packages(found)

    def over(self, limits: Mapping[str, float]) -> dict[str, float]:
        floor = median(self.floors)
        ratios = {module: median(self.seconds[module]) / floor for module in limits}
        return {module: round(ratio, 3) for module, ratio in ratios.items() if ratio > limits[module]}


def measured(limits: Mapping[str, float], rounds: int = ROUNDS, further: int = FURTHER_ROUNDS) -> Verdict:
    """A module that seems too slow is measured thrice as often, and then judged once by all of its times."""
    times = Times()
    times.take(limits, rounds)
    doubtful = {module: limits[module] for module in times.over(limits)}
    times.take(doubtful, further)
    return Verdict(times.over(doubtful), {module: found for module, found in times.banned.items() if found})


def test_handlers_import_little_more_than_the_floor_and_nothing_slow() -> None:
    functions = declared_functions()

    verdict = measured({function.module: LIMITS.get(function.kind, LIMITS["api"]) for function in functions})

    assert functions
    assert verdict == Verdict({}, {})


def test_a_slow_import_would_be_seen() -> None:
    verdict = measured({"lambdas.shared.task, boto3, fpdf": 1.2}, rounds=1, further=1)

    assert verdict.too_slow
    assert {"boto3", "fpdf"} <= verdict.banned["lambdas.shared.task, boto3, fpdf"]
