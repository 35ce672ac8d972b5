"""`python -m local.engine.conformance [--check]`: the figures of the engine's README.

Writes them, or with `--check` fails when they are not those of the recordings.
"""

import sys

from local.engine.conformance.cases import load_cases
from local.engine.conformance.figures import README, readme_with, shared_cases
from local.engine.conformance.verifying import verify


def main(arguments: list[str]) -> int:
    path = shared_cases()
    if not path.is_file():
        sys.stdout.write(f"figures: no recordings at {path}; CHAIN_SHARED_DATA names their folder\n")
        return 0
    text = readme_with([verify(case) for case in load_cases(path)])
    if "--check" not in arguments:
        README.write_text(text, encoding="utf-8")
    elif text != README.read_text(encoding="utf-8"):
        sys.stderr.write(f"figures: {README.name} of the engine is out of date: run `make figures`\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
