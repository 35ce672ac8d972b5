"""`python -m local.declaration --check` checks the declarations of all services."""

import argparse
import sys
from pathlib import Path

from local.declaration.reading import DeclarationError, read_all

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m local.declaration")
    parser.add_argument(
        "--check", action="store_true", required=True, help="check every lambdas/*/service.yaml"
    )
    parser.parse_args()
    try:
        declarations = read_all(ROOT)
    except DeclarationError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    for declaration in declarations:
        sys.stdout.write(f"{declaration.service}: {len(declaration.functions)} functions, correct\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
