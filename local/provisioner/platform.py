"""What the provisioner is given, and what it hands to everything that uses the platform."""

from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict

ACCOUNT = "000000000000"
REGION = "us-east-1"
LOCAL_KEY = "local"


class Endpoints(BaseModel):
    """Where the platform's processes listen: base URLs without a trailing slash; the stand-in's key."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    aws: str
    states: str
    functions: str
    fmcsa: str
    database: str
    phones: str = ""
    fmcsa_web_key: str = "local-stand-in-web-key"


class PlatformMissingError(Exception):
    """No platform has been provisioned under this home."""


class Platform(BaseModel):
    """One provisioned platform, kept in `<home>/run/platform.json`.

    `api_url` and `state_machine_arn` are booking's; the maps hold those of all services and machines.
    """

    model_config = ConfigDict(frozen=True)

    api_url: str
    aws_endpoint: str
    states_endpoint: str
    lambda_endpoint: str
    fmcsa_url: str
    phones_url: str = ""
    database_url: str
    user_pool_id: str
    client_id: str
    state_machine_arn: str
    bus_name: str
    api_urls: dict[str, str] = {}
    state_machine_arns: dict[str, str] = {}
    account: str = ACCOUNT
    region: str = REGION

    @staticmethod
    def file(home: Path) -> Path:
        return home / "run" / "platform.json"

    @classmethod
    def read(cls, home: Path) -> Self:
        """Raises PlatformMissingError when nothing was provisioned under `home`."""
        file = cls.file(home)
        if not file.exists():
            raise PlatformMissingError(f"{file} does not exist: start the platform with `make up`")
        return cls.model_validate_json(file.read_text())

    @property
    def endpoints(self) -> Endpoints:
        return Endpoints(
            aws=self.aws_endpoint,
            states=self.states_endpoint,
            functions=self.lambda_endpoint,
            fmcsa=self.fmcsa_url,
            phones=self.phones_url,
            database=self.database_url,
        )

    def write(self, home: Path) -> None:
        file = self.file(home)
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_suffix(".draft")
        draft.write_text(self.model_dump_json(indent=2) + "\n")
        draft.chmod(0o600)
        draft.replace(file)
