"""`python -m local.terraform --check` checks `terraform/` as far as it can be without an account."""

import argparse
import os
import sys
from pathlib import Path

from local.bootstrap.layout import ROOT, home
from local.terraform.check import check
from local.terraform.checkov import Checkov
from local.terraform.command import TerraformFailedError, TerraformMissingError, terraform
from local.terraform.policies import judge, judge_plan


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m local.terraform")
    chosen = parser.add_mutually_exclusive_group(required=True)
    chosen.add_argument("--check", action="store_true", help="format, validity and tests of terraform/")
    chosen.add_argument("--policies", action="store_true", help="checkov over code and plans")
    chosen.add_argument("--plan", type=Path, metavar="FILE", help="checkov over one plan")
    arguments = parser.parse_args()
    folder = ROOT / "terraform"
    try:
        with terraform() as command:
            checkov = Checkov(home() / "checkov" / "bin" / "checkov", command.data)
            if arguments.plan:
                judge_plan(checkov, folder, arguments.plan.resolve())
            elif arguments.policies:
                judge(command, checkov, folder)
            else:
                check(command, folder)
    except TerraformMissingError as missing:
        sys.stderr.write(f"Not checked: {missing}\n")
        return 1 if os.environ.get("CI") else 0
    except TerraformFailedError as failure:
        sys.stderr.write(f"{failure}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
