"""The plans that `terraform test` makes with a mocked AWS, in the form of `terraform show -json`."""

import json
from pathlib import Path
from typing import Any

from local.terraform.command import Terraform, TerraformFailedError

ENVIRONMENTS = ("dev", "staging", "prod")


def write_plan(terraform: Terraform, folder: Path, environment: str, release: Path) -> Path:
    """The plan of the first run in an environment's test. Raises TerraformFailedError when it makes none."""
    ran = terraform.answer(
        folder,
        "test",
        "-json",
        "-verbose",
        f"-filter=tests/{environment}.tftest.hcl",
        "-var",
        f"release={release}",
    )
    messages = (json.loads(line) for line in ran.stdout.splitlines() if '"type":"test_plan"' in line)
    first = next(messages, None)
    if first is None:
        raise TerraformFailedError(f"the tests of {environment} make no plan: {ran.stdout[-2000:]}")
    file = terraform.data / f"{environment}.json"
    file.write_text(json.dumps(as_plan(first["test_plan"]["resource_changes"])))
    return file


def as_plan(changes: list[dict[str, Any]]) -> dict[str, Any]:
    """A plan that makes the changed resources; each keeps its address, so that modules need no nesting."""
    made = [change for change in changes if change["mode"] == "managed" and change["change"]["after"]]
    return {
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "planned_values": {"root_module": {"resources": [_planned(change) for change in made]}},
        "resource_changes": changes,
        "configuration": {"root_module": {}},
    }


def _planned(change: dict[str, Any]) -> dict[str, Any]:
    kept = ("address", "mode", "type", "name", "index", "provider_name")
    return {**{name: change[name] for name in kept if name in change}, "values": change["change"]["after"]}
