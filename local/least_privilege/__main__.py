"""`python -m local.least_privilege` runs the handlers' tests, and writes terraform/LEAST_PRIVILEGE.md.

`--check` says whether the file has a row for each declared action, and its tests are there.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from local.bootstrap.layout import ROOT, home
from local.declaration.reading import read_all
from local.least_privilege.grants import declared_grants
from local.least_privilege.overhearing import FILE as OVERHEARD
from local.least_privilege.report import (
    FILE,
    Evidence,
    SuperfluousError,
    markdown,
    missing,
    read_evidence,
    renamed,
)

TESTS = [
    f"tests/lambdas/{folder}"
    for folder in (
        "booking/api",
        "booking/consumers",
        "booking/tasks",
        "booking/workflow",
        "messaging/api",
        "messaging/consumers",
        "messaging/workflow",
    )
]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m local.least_privilege", description=__doc__)
    parser.add_argument("--check", action="store_true", help="only compare the file with the declarations")
    options = parser.parse_args()
    grants = declared_grants(read_all(ROOT))
    if options.check:
        text = FILE.read_text()
        complaints = [*missing(grants, text), *renamed(text)]
        sys.stderr.writelines(
            f"{FILE.name}: {complaint}; run `make least-privilege`\n" for complaint in complaints
        )
        return 1 if complaints else 0
    try:
        FILE.write_text(markdown(grants, _collected(home() / "least-privilege.jsonl")))
    except SuperfluousError as superfluous:
        sys.stderr.write(f"{superfluous}\n")
        return 1
    return 0


def _collected(findings: Path) -> Evidence:
    """Runs the tests, overheard; takes minutes."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "local.least_privilege.overhearing"]
    environment = {**os.environ, OVERHEARD: str(findings)}
    subprocess.run([*command, "-m", "not slow", *TESTS], cwd=ROOT, env=environment, check=True)  # noqa: S603 - ours
    return read_evidence(findings)


if __name__ == "__main__":
    sys.exit(main())
