"""What holds data cannot be planned away: Terraform itself refuses, and AWS would refuse as well."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from local.bootstrap.layout import ROOT
from local.terraform.command import Terraform, TerraformMissingError, terraform

TYPES = (
    "aws_backup_vault",
    "aws_cognito_user_pool",
    "aws_dynamodb_table",
    "aws_kms_key",
    "aws_pinpointsmsvoicev2_phone_number",
    "aws_rds_cluster",
    "aws_s3_bucket",
)
KEY = "arn:aws:kms:us-east-1:000000000000:key/00000000-0000-0000-0000-000000000000"
HOLDERS = {
    "encryption": ("aws_kms_key.this", "operations"),
    "database": ("aws_rds_cluster.this", None),
    "identity": ("aws_cognito_user_pool.this", None),
    "private_bucket": ("aws_s3_bucket.this", None),
}
ROOT_CONFIGURATION = """
terraform {{
  required_providers {{
    aws = {{
      source = "hashicorp/aws"
    }}
  }}
}}

provider "aws" {{
  region                      = "us-east-1"
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}}

module "held" {{
  source = "./module"
{arguments}
}}
"""
ARGUMENTS: dict[str, dict[str, Any]] = {
    "encryption": {},
    "database": {
        "services": ["booking"],
        "subnet_ids": ["subnet-1"],
        "security_group_id": "sg-1",
        "key_arn": KEY,
        "secrets_key_arn": KEY,
        "boundary_arn": None,
        "backup": {"plan_id": "plan", "role_arn": "arn:aws:iam::000000000000:role/chain-backup"},
    },
    "identity": {"callback_urls": ["https://console.chain.example"]},
    "private_bucket": {"name": "chain-audit-000000000000", "key_arn": KEY},
}


@pytest.fixture(scope="module")
def command() -> Iterator[Terraform]:
    try:
        with terraform() as found:
            yield found
    except TerraformMissingError as missing:
        pytest.skip(str(missing))


def state_of(resource: str, key: str | None) -> dict[str, Any]:
    """A state that holds the resource and nothing else."""
    kind, name = resource.split(".")
    instance: dict[str, Any] = {"schema_version": 0, "attributes": {"id": "held"}}
    return {
        "version": 4,
        "serial": 1,
        "lineage": "held",
        "resources": [
            {
                "module": "module.held",
                "mode": "managed",
                "type": kind,
                "name": name,
                "provider": 'provider["registry.terraform.io/hashicorp/aws"]',
                "instances": [{**instance, **({"index_key": key} if key else {})}],
            }
        ],
    }


def destruction(command: Terraform, folder: Path, module: str) -> str:
    """What `terraform plan -destroy` says of the module in `folder`."""
    written = "\n".join(f"  {name} = {json.dumps(value)}" for name, value in ARGUMENTS[module].items())
    (folder / "main.tf").write_text(ROOT_CONFIGURATION.format(arguments=written))
    (folder / "terraform.tfstate").write_text(json.dumps(state_of(*HOLDERS[module])))
    shutil.copy(ROOT / "terraform" / ".terraform.lock.hcl", folder)
    command.initialise(folder)
    planned = subprocess.run(
        [command.program, "plan", "-destroy", "-refresh=false", "-no-color"],
        cwd=folder,
        env=command._environment({}),
        capture_output=True,
        text=True,
        check=False,
    )
    return planned.stdout + planned.stderr


def resources(kind: str) -> dict[str, str]:
    """The text of each resource of the kind, by where it stands."""
    found = {}
    for file in sorted((ROOT / "terraform" / "modules").glob("*/*.tf")):
        for block in re.findall(rf'^resource "{kind}" .*?^}}', file.read_text(), re.MULTILINE | re.DOTALL):
            found[f"{file.parent.name}/{block.splitlines()[0]}"] = block
    return found


@pytest.mark.parametrize("kind", TYPES)
def test_every_resource_that_holds_data_is_guarded(kind: str) -> None:
    found = resources(kind)

    assert found
    assert [place for place, text in found.items() if "prevent_destroy = true" not in text] == []


@pytest.mark.slow
@pytest.mark.parametrize("module", HOLDERS)
def test_what_holds_data_cannot_be_planned_away(command: Terraform, module: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "terraform" / "modules" / module, tmp_path / "module")

    assert "Instance cannot be destroyed" in destruction(command, tmp_path, module)


@pytest.mark.slow
def test_without_the_guard_it_could(command: Terraform, tmp_path: Path) -> None:
    module = shutil.copytree(ROOT / "terraform" / "modules" / "identity", tmp_path / "module") / "main.tf"
    module.write_text(module.read_text().replace("prevent_destroy = true", "prevent_destroy = false"))

    assert "1 to destroy" in destruction(command, tmp_path, "identity")
