"""Render the machines to ASL, in the SDK's own environment: `python -m statemachines.render [--check]`."""

import argparse
import json
import sys
from collections import Counter
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TextIO

from stepfunctions.steps.states import State

from statemachines.lint import ASL_FOLDER, Finding, lint

MACHINES = ("booking", "message")


def main(arguments: list[str], out: TextIO = sys.stdout) -> int:
    """Write each machine's ASL, or compare it (`--check`); 1 when it breaks a rule or a file drifted."""
    parser = argparse.ArgumentParser(prog="python -m statemachines.render", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, fail when a file differs")
    check = parser.parse_args(arguments).check
    complaints = [complaint for name in MACHINES for complaint in render(name, check=check)]
    out.writelines(f"{complaint}\n" for complaint in complaints)
    return 1 if complaints else 0


def render(name: str, *, check: bool) -> list[str]:
    module = import_module(f"statemachines.{name}")
    text = json.dumps(module.ASL.to_dict(), indent=2) + "\n"
    complaints = [str(finding) for finding in (*merged_states(module), *lint(text))]
    return complaints + (drift(name, text) if check else write(name, text))


def merged_states(module: ModuleType) -> list[Finding]:
    """States that the SDK dropped in silence: declared twice under one name, or reached by nothing."""
    declared = Counter(state.state_id for state in vars(module).values() if isinstance(state, State))
    aliases = Counter(id(state) for state in vars(module).values() if isinstance(state, State))
    names = {id(state): state.state_id for state in vars(module).values() if isinstance(state, State)}
    for identity, count in aliases.items():
        declared[names[identity]] -= count - 1
    rendered = module.ASL.to_dict()["States"]
    return [
        *(Finding(name, "is declared twice; the SDK keeps one") for name, n in declared.items() if n > 1),
        *(Finding(name, "is reached by no state") for name in declared if name not in rendered),
    ]


def drift(name: str, text: str) -> list[str]:
    path = asl_path(name)
    if path.exists() and path.read_text() == text:
        return []
    return [f"{path.name} is not what statemachines/{name}.py renders: run `make asl` and commit the result"]


def write(name: str, text: str) -> list[str]:
    asl_path(name).write_text(text)
    return []


def asl_path(name: str) -> Path:
    return ASL_FOLDER / f"{name}.asl.json"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
