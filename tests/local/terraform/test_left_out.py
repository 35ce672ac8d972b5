"""README.md says why of everything that an environment has and one machine has not."""

import re

from local.bootstrap.layout import ROOT

TERRAFORM = ROOT / "terraform"
MODULES = re.compile(r'^module "(\w+)" \{\n(.*?)^\}', re.MULTILINE | re.DOTALL)
ARGUMENT = re.compile(r"^  (\w+)\s+= ", re.MULTILINE)
OF_TERRAFORM = {"depends_on"}
HEADING = "| not in `environments/local` | why |\n"


def modules(file: str) -> dict[str, set[str]]:
    """The arguments of each module that a configuration calls, by the module's name."""
    text = (TERRAFORM / file).read_text()
    return {name: set(ARGUMENT.findall(body)) - OF_TERRAFORM for name, body in MODULES.findall(text)}


def left_out() -> set[str]:
    """What an environment has and one machine has not: `module`, or `module.argument`."""
    here = modules("environments/local/main.tf")
    missing: set[str] = set()
    for name, arguments in modules("modules/platform/main.tf").items():
        missing |= {f"{name}.{argument}" for argument in arguments - here[name]} if name in here else {name}
    return missing


def explained() -> set[str]:
    """What the first column of the table names."""
    table = (TERRAFORM / "README.md").read_text().partition(HEADING)[2].partition("\n\n")[0]
    return {name for row in table.splitlines() for name in re.findall(r"`([\w.]+)`", row.split(" | ")[0])}


def test_all_that_one_machine_leaves_out_has_a_reason() -> None:
    assert "network" in left_out()
    assert left_out() - explained() == set()


def test_nothing_has_a_reason_that_is_there() -> None:
    stated = {name for name in explained() if name.split(".")[0] in modules("modules/platform/main.tf")}

    assert stated - left_out() == set()
