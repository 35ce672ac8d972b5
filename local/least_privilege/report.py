"""The table of what every role may do, what fails without it, and who refuses it then."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from local.bootstrap.layout import ROOT
from local.least_privilege.grants import Grant
from local.least_privilege.own import OWN
from local.least_privilege.proving import ENFORCED

FILE = ROOT / "terraform" / "LEAST_PRIVILEGE.md"
LIFECYCLES = "simulated lifecycles"
POLLING = "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html"
POLLER = f"[Lambda takes messages]({POLLING}) with this role"
AT_ONCE = "a wait that the rows have ended as its retry begins"
HOPELESS = "a message that no try can help is put there (`shared/test_dead_letters.py`)"
KEPT = "https://docs.aws.amazon.com/powertools/python/latest/utilities/idempotency/#iam-permissions"
FORGOTTEN = f"[Powertools]({KEPT}) forgets the key of a call that failed"
REASONS = {
    "messaging.api: dynamodb:DeleteItem on table/idempotency": FORGOTTEN,
    "messaging.await_reply: states:SendTaskSuccess on state_machine/message": AT_ONCE,
}
HEAD = """# Least privilege

Written by `make least-privilege`. Every function, machine and schedule has a role of its own. A row is one
action that a `service.yaml` declares on one resource.

- **fails without it**: a test of the handler that fails once the call is refused as IAM refuses it; or, where
  no test does, who makes the call.
- **refused by**: with the action taken out of the role's policy the emulator refuses the call itself, or
  `SimulatePrincipalPolicy` denies it (the emulator does not enforce IAM there); put back, both allow it.
  `tests/end_to_end/test_terraform.py` takes away each row's action in turn, on what Terraform made.

No action has a `*`.
"""


class Evidence:
    """What was heard: tests that fail without a grant, and calls in simulated lifecycles."""

    def __init__(self, tests: dict[Grant, str], lifecycles: set[Grant]) -> None:
        self._tests = tests
        self._lifecycles = lifecycles

    @classmethod
    def read(cls, folder: Path) -> "Evidence":
        """Of the files that `python -m local.least_privilege` collects."""
        tests = {Grant(**grant): test for grant, test in _lines(folder / "tests.jsonl") if test}
        return cls(tests, {Grant(**grant) for grant, _ in _lines(folder / "lifecycles.jsonl")})

    def of(self, grant: Grant) -> str | None:
        """In words; None where nobody needs it."""
        if grant in self._tests:
            return f"`{self._tests[grant].removeprefix('tests/lambdas/')}`"
        if grant in self._lifecycles:
            return LIFECYCLES
        return _reason(grant)


def _reason(grant: Grant) -> str | None:
    if grant.is_machine:
        return "the machine's ASL, which calls it"
    if grant.kind == "queue":
        return POLLER
    if grant.kind == "dead_letters":
        return HOPELESS
    return REASONS.get(str(grant))


def markdown(grants: Iterable[Grant], evidence: Evidence) -> str:
    """The whole file. Raises SuperfluousError when nothing needs a grant."""
    return "\n".join([HEAD, *_declared(list(grants), evidence), "", *_own(), ""])


class SuperfluousError(Exception):
    """Nothing that was heard needs these grants."""

    def __init__(self, grants: list[Grant]) -> None:
        named = "\n".join(f"  {grant}" for grant in grants)
        super().__init__(f"nothing needs these: take them out of service.yaml, or write the test\n{named}")


def _declared(grants: list[Grant], evidence: Evidence) -> Iterator[str]:
    superfluous = [grant for grant in grants if evidence.of(grant) is None]
    if superfluous:
        raise SuperfluousError(superfluous)
    yield "| role | action | resource | fails without it | refused by |"
    yield "| --- | --- | --- | --- | --- |"
    for grant in grants:
        enforced = grant.action.partition(":")[0] in ENFORCED
        refused = "the emulator" if enforced else "`SimulatePrincipalPolicy`"
        cells = (row_head(grant), str(evidence.of(grant)).replace("|", "\\|"), refused)
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


def _lines(file: Path) -> Iterator[tuple[dict[str, Any], str | None]]:
    for line in file.read_text().splitlines():
        read = json.loads(line)
        test = read.pop("test", None)
        yield read, test
