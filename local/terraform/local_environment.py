"""`terraform/environments/local` of one home: where its state is, how it is applied, and what it answers."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from local.bootstrap.layout import ROOT
from local.provisioner.platform import Endpoints
from local.terraform.command import Terraform

FOLDER = ROOT / "terraform" / "environments" / "local"
AT_ONCE = "-parallelism=10"


class Made(BaseModel):
    """The environment's output: what programs are told. Machines by their full name."""

    model_config = ConfigDict(frozen=True)

    api_urls: dict[str, str]
    user_pool_id: str
    client_id: str
    state_machine_arns: dict[str, str]


@dataclass(frozen=True)
class LocalEnvironment:
    """State and variables are kept below `home`; the variables hold the database's password."""

    home: Path

    @property
    def state(self) -> Path:
        return self.home / "data" / "terraform" / "terraform.tfstate"

    @property
    def log(self) -> Path:
        return self.home / "log" / "terraform.log"

    @property
    def _variables(self) -> Path:
        return self.state.with_name("local.tfvars.json")

    def prepare(self, endpoints: Endpoints, release: Path, origins: dict[str, str]) -> None:
        """Keeps the variables for this and later plans. `origins`: `sms` and `email`."""
        parts = ("aws", "states", "functions", "phones", "fmcsa")
        variables = {
            "endpoints": endpoints.model_dump(include=set(parts)),
            "database_url": endpoints.database,
            "release": str(release),
            "origins": origins,
        }
        self.state.parent.mkdir(parents=True, exist_ok=True)
        self._variables.touch(mode=0o600)
        self._variables.write_text(json.dumps(variables))

    def apply(self, terraform: Terraform) -> Made:
        """Raises TerraformFailedError with Terraform's words, TerraformMissingError without a provider."""
        terraform.initialise(FOLDER)
        terraform.run_logged(FOLDER, self.log, "apply", "-auto-approve", *self._options)
        answer = json.loads(terraform.read(FOLDER, "output", "-json", f"-state={self.state}"))
        return Made.model_validate(answer["platform"]["value"])

    def plan(self, terraform: Terraform) -> dict[str, Any]:
        """A plan against what runs, as `terraform show -json` tells it."""
        terraform.initialise(FOLDER)
        file = terraform.data / "plan"
        terraform.run_logged(FOLDER, self.log, "plan", f"-out={file}", *self._options)
        plan: dict[str, Any] = json.loads(terraform.read(FOLDER, "show", "-json", str(file)))
        return plan

    @property
    def _options(self) -> tuple[str, ...]:
        return (
            "-input=false",
            "-no-color",
            AT_ONCE,
            f"-state={self.state}",
            f"-var-file={self._variables}",
        )
