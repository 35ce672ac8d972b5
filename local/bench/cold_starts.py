"""What a function's cold start imports, beside the floor of every function.

The floor is Powertools' Logger, pydantic and pg8000 (`../shared/design/performance.md`): a task function is
to stay within 1.2 times it, an API function within 2 times. CPU time shows it, and is noisy; the number of
Python and C calls that an import makes is the same at each run, so tests count those.
"""

import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from local.bench.import_places import HERE, Place

REPOSITORY = Path(__file__).resolve().parents[2]
FLOOR = """
from aws_lambda_powertools import Logger
from pydantic import BaseModel
import pg8000.core
class Smallest(BaseModel):
    name: str
"""
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
_TIMED = "import time\nstart = time.process_time()\n{code}\nprint(time.process_time() - start)"
_COUNTED = """
import sys
calls = 0
def count(frame, event, argument):
    global calls
    calls += event in ("call", "c_call")
sys.setprofile(count)
{code}
sys.setprofile(None)
print(calls, *sys.modules)
"""


@dataclass(frozen=True)
class Function:
    """A function of a service's declaration; `limit` is the most it may cost, in floors."""

    service: str
    name: str
    kind: str
    module: str

    @property
    def limit(self) -> float:
        return LIMITS.get(self.kind, LIMITS["api"])


@dataclass
class Times:
    """CPU seconds of the floor and of each module, taken in turns so that noise hits both.

    `places` are those of services; one that is not named is imported from here.
    """

    places: Mapping[str, Place] = field(default_factory=dict)
    floors: dict[str, list[float]] = field(default_factory=dict)
    modules: dict[str, list[float]] = field(default_factory=dict)

    def take(self, functions: Iterable[Function]) -> None:
        for function in functions:
            place, module = self.places.get(function.service, HERE), function.module
            self.floors.setdefault(module, []).append(cpu_seconds(FLOOR, place))
            self.modules.setdefault(module, []).append(cpu_seconds(f"import {module}", place))

    def ratios(self) -> Mapping[str, float]:
        """The fastest import of each module over the fastest of the floors beside it, as many as it has.

        What disturbs only ever adds, and the fastest of more runs is faster.
        """
        return {module: min(seconds) / min(self.floors[module]) for module, seconds in self.modules.items()}


def declared_functions() -> list[Function]:
    """Every function of every `lambdas/*/service.yaml`."""
    return [
        Function(file.parent.name, name, function["kind"], function["handler"].rsplit(".", 1)[0])
        for file in sorted(REPOSITORY.glob("lambdas/*/service.yaml"))
        for name, function in yaml.safe_load(file.read_text())["functions"].items()
    ]


def cpu_seconds(code: str, place: Place = HERE) -> float:
    """The CPU time that a new interpreter takes for the code, its own start not counted."""
    return float(_output(_TIMED, code, place))


@dataclass(frozen=True)
class Import:
    """The calls that code makes in a new interpreter, the same at each run, and the modules that it loads."""

    calls: int
    modules: frozenset[str]

    @property
    def banned(self) -> set[str]:
        """The modules that belong to a banned package."""
        return {name for name in self.modules if any(f"{name}.".startswith(f"{each}.") for each in BANNED)}


def counted(code: str, place: Place = HERE) -> Import:
    """Count what a new interpreter does for the code."""
    calls, *modules = _output(_COUNTED, code, place).split()
    return Import(int(calls), frozenset(modules))


def _output(script: str, code: str, place: Place) -> str:
    command = place.command(script.format(code=code))
    return subprocess.run(  # noqa: S603 -- the interpreter and code of ours
        command, capture_output=True, text=True, cwd=REPOSITORY, check=True, env={"PYTHONHASHSEED": "0"}
    ).stdout
