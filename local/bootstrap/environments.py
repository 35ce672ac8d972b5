"""The private environments of Chain, each made from hash-locked files and stamped with their digest."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from local.bootstrap.layout import ROOT

STAMP = "chain-stamp.json"


@dataclass(frozen=True)
class Environment:
    """A virtual environment under the home: its folder, the groups it always holds and those it may hold."""

    name: str
    groups: tuple[str, ...]
    label: str
    optional: tuple[str, ...] = ()


PLATFORM = Environment("venv", ("runtime", "platform"), "Chain's own packages", optional=("dev",))
EMULATOR = Environment("emulator", ("emulator",), "the emulator of AWS's services")
POSTGRES = Environment("postgres", ("postgres",), "PostgreSQL 18")
STATE_MACHINES = Environment("statemachines", ("statemachines",), "the Step Functions SDK")
CHECKOV = Environment("checkov", ("checkov",), "checkov, which judges Terraform")
SECURITY = Environment("security", ("security",), "zizmor, detect-secrets and pip-audit")
DAST = Environment("dast", ("dast",), "Schemathesis, which tries a running API")


@dataclass(frozen=True)
class Plan:
    """What to do with one environment: which groups it will hold, and whether it starts from nothing."""

    environment: Environment
    folder: Path
    groups: tuple[str, ...]
    stamp: dict[str, str]
    afresh: bool

    @property
    def locks(self) -> list[Path]:
        return [lock_file(group) for group in self.groups]


def lock_file(group: str) -> Path:
    return ROOT / "requirements" / f"{group}.txt"


def plan(home: Path, environment: Environment, python: str, with_optional: bool = False) -> Plan | None:
    """None when the environment is what the lock files say. One without a stamp was cut short: afresh."""
    folder = home / environment.name
    found = read_stamp(folder)
    kept = tuple(group for group in environment.optional if with_optional or group in found)
    groups = (*environment.groups, *kept)
    wanted = {"python": python, **{group: digest(lock_file(group)) for group in groups}}
    if found == wanted:
        return None
    return Plan(environment, folder, groups, wanted, afresh=found.get("python") != python)


def read_stamp(folder: Path) -> dict[str, str]:
    try:
        return dict(json.loads((folder / STAMP).read_text()))
    except (OSError, ValueError):
        return {}


def write_stamp(folder: Path, stamp: dict[str, str]) -> None:
    draft = folder / f"{STAMP}.draft"
    draft.write_text(json.dumps(stamp, indent=1, sort_keys=True) + "\n")
    draft.replace(folder / STAMP)


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
