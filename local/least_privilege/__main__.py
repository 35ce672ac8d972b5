"""`python -m local.least_privilege` collects what functions call, and writes terraform/LEAST_PRIVILEGE.md.

`--check` says whether the file has a row for each declared action.
"""

import argparse
import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from local.bootstrap.layout import ROOT, home
from local.declaration.reading import read_all
from local.least_privilege.grants import declared_grants
from local.least_privilege.overhearing import FILE as OVERHEARD
from local.least_privilege.report import FILE, Evidence, SuperfluousError, markdown, missing

MACHINES = {"booking": "booking", "message": "messaging"}
TESTS = [
    f"tests/lambdas/{folder}"
    for folder in (
        "booking/api",
        "booking/consumers",
        "booking/tasks",
        "booking/workflow",
        "messaging/api",
        "messaging/workflow",
    )
]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m local.least_privilege", description=__doc__)
    parser.add_argument("--check", action="store_true", help="only compare the file with the declarations")
    parser.add_argument("--runs", type=int, default=300, help="lifecycles of each machine to listen to")
    options = parser.parse_args()
    grants = declared_grants(read_all(ROOT))
    if options.check:
        complaints = missing(grants, FILE.read_text())
        sys.stderr.writelines(
            f"{FILE.name}: {complaint}; run `make least-privilege`\n" for complaint in complaints
        )
        return 1 if complaints else 0
    try:
        FILE.write_text(markdown(grants, _collected(home() / "least-privilege", options.runs)))
    except SuperfluousError as superfluous:
        sys.stderr.write(f"{superfluous}\n")
        return 1
    return 0


def _collected(folder: Path, runs: int) -> Evidence:
    """Runs the tests, then the lifecycles; takes minutes."""
    from local.least_privilege.lifecycles import overheard  # noqa: PLC0415 - the simulator is slow to import

    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "local.least_privilege.overhearing"]
    environment = {**os.environ, OVERHEARD: str(folder / "tests.jsonl")}
    subprocess.run([*command, "-m", "not slow", *TESTS], cwd=ROOT, env=environment, check=True)  # noqa: S603 - ours
    declarations = {declaration.service: declaration for declaration in read_all(ROOT)}
    heard = [
        json.dumps(asdict(grant))
        for machine, service in MACHINES.items()
        for grant in sorted(overheard(home(), declarations[service], machine, runs))
    ]
    (folder / "lifecycles.jsonl").write_text("\n".join(heard) + "\n")
    return Evidence.read(folder)


if __name__ == "__main__":
    sys.exit(main())
