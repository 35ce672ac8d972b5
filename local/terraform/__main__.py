"""`python -m local.terraform --check` checks `terraform/` as far as it can be without an account."""

import argparse
import os
import sys

from local.bootstrap.layout import ROOT
from local.terraform.check import check
from local.terraform.command import TerraformFailedError, TerraformMissingError, terraform


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m local.terraform")
    parser.add_argument(
        "--check", action="store_true", required=True, help="format, validity and tests of terraform/"
    )
    parser.parse_args()
    try:
        with terraform() as command:
            check(command, ROOT / "terraform")
    except TerraformMissingError as missing:
        sys.stderr.write(f"Not checked: {missing}\n")
        return 1 if os.environ.get("CI") else 0
    except TerraformFailedError as failure:
        sys.stderr.write(f"{failure}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
