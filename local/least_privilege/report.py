"""The table of what every role may do, what fails without it, and who refuses it then."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from local.bootstrap.layout import ROOT
from local.least_privilege.grants import Grant
from local.least_privilege.own import OWN
from local.least_privilege.proving import ENFORCED

FILE = ROOT / "terraform" / "LEAST_PRIVILEGE.md"
HANDLERS = "tests/lambdas/"
NAMED = re.compile(r"`(\S+\.py)::(\w+)")
POLLING = "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html"
POLLER = f"[Lambda takes messages]({POLLING}) with this role"
MACHINE = "the machine's ASL, which calls it"
HEAD = """# Least privilege

Written by `make least-privilege`. Every function, machine and schedule has a role of its own. A row is one
action that a `service.yaml` declares on one resource.

- **fails without it**: a test of the handler that fails once the call is refused as IAM refuses it; where no
  handler makes the call, who does.
- **refused by**: with the action taken out of the role's policy the emulator refuses the call itself, or
  `SimulatePrincipalPolicy` denies it (the emulator does not enforce IAM there); put back, both allow it.
  `tests/end_to_end/test_terraform.py` takes away each row's action in turn, on what Terraform made.

No action has a `*`.
"""


Evidence = Mapping[Grant, str]
"""The test that fails without a grant."""


def read_evidence(file: Path) -> Evidence:
    """Of the findings of `overhearing`, a line of JSON for each grant."""
    lines = map(json.loads, file.read_text().splitlines())
    return {Grant(**grant): test for grant, test in map(_split, lines) if test}


def _split(line: dict[str, Any]) -> tuple[dict[str, Any], str | None]:
    return line, line.pop("test")


def _needed_by(grant: Grant, evidence: Evidence) -> str | None:
    """In words; None where nobody needs it."""
    if grant in evidence:
        return f"`{evidence[grant].removeprefix(HANDLERS)}`"
    if grant.is_machine:
        return MACHINE
    return POLLER if grant.kind == "queue" else None


def markdown(grants: Iterable[Grant], evidence: Evidence) -> str:
    """The whole file. Raises SuperfluousError when nothing needs a grant."""
    return "\n".join([HEAD, *_declared(list(grants), evidence), "", *_own(), ""])


class SuperfluousError(Exception):
    """No test fails without these grants."""

    def __init__(self, grants: list[Grant]) -> None:
        named = "\n".join(f"  {grant}" for grant in grants)
        super().__init__(f"nothing needs these: take them out of service.yaml, or write the test\n{named}")


def _declared(grants: list[Grant], evidence: Evidence) -> Iterator[str]:
    superfluous = [grant for grant in grants if _needed_by(grant, evidence) is None]
    if superfluous:
        raise SuperfluousError(superfluous)
    yield "| role | action | resource | fails without it | refused by |"
    yield "| --- | --- | --- | --- | --- |"
    for grant in grants:
        enforced = grant.action.partition(":")[0] in ENFORCED
        refused = "the emulator" if enforced else "`SimulatePrincipalPolicy`"
        cells = (row_head(grant), str(_needed_by(grant, evidence)).replace("|", "\\|"), refused)
        yield f"| {' | '.join(cells)} |"


def row_head(grant: Grant) -> str:
    """The cells that tell a row from all others."""
    machine = " (machine)" if grant.is_machine else ""
    source = f" as `{grant.source}`" if grant.source else ""
    return f"{grant.service}.{grant.role}{machine} | {grant.action}{source} | {grant.kind} {grant.name}"


def _own() -> Iterator[str]:
    yield "## What the modules add"
    yield ""
    yield "| actions | of | resource | why |"
    yield "| --- | --- | --- | --- |"
    for own in OWN:
        yield f"| {', '.join(own.actions)} | {own.of} | {own.resource} | {own.reason} |"


def missing(grants: Iterable[Grant], text: str) -> list[str]:
    """Complaints about grants without a row, and rows without a grant."""
    wanted = {row_head(grant) for grant in grants}
    section = text.partition("## What")[0]
    rows = [line[2:].split(" | ") for line in section.splitlines() if line.startswith("| ") and "." in line]
    found = {" | ".join(cells[:3]) for cells in rows}
    return [f"no row: {row}" for row in sorted(wanted - found)] + [
        f"not declared: {row}" for row in sorted(found - wanted)
    ]


def renamed(text: str) -> list[str]:
    """Complaints about rows whose test is not there."""
    named = sorted(set(NAMED.findall(text)))
    return [f"no such test: {file}::{test}" for file, test in named if not _is_there(file, test)]


def _is_there(file: str, test: str) -> bool:
    path = ROOT / HANDLERS / file
    return path.exists() and f"def {test}(" in path.read_text()
