"""Which functions the host runs: a JSON file that the provisioner writes and the host follows."""

import re
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict

NAME = re.compile(
    r"^(?:arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:|\d{12}:function:)?"
    r"(?P<name>[A-Za-z0-9_-]{1,64})(?::[A-Za-z0-9$_-]+)?$"
)


class FunctionConfiguration(BaseModel):
    """One function. `code` and `layer` are folders; `timeout` in seconds, `memory` in MB.

    A function with a `role` (ARN) works with that role's credentials, others with the account's own.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    handler: str
    memory: int = 512
    timeout: int
    code: Path
    layer: Path
    environment: dict[str, str] = {}
    role: str | None = None


class Configuration(BaseModel):
    """All functions of the host, with the account and region that their ARNs name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    account: str = "000000000000"
    region: str = "us-east-1"
    functions: dict[str, FunctionConfiguration] = {}

    def arn(self, name: str) -> str:
        return f"arn:aws:lambda:{self.region}:{self.account}:function:{name}"

    def write(self, file: Path) -> None:
        """Replaces the file at once, so that a reader never sees half of it; it holds no secret."""
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_suffix(".draft")
        draft.write_text(self.model_dump_json(indent=2) + "\n")
        draft.replace(file)

    @classmethod
    def read(cls, file: Path) -> Self:
        """Empty when there is no file yet."""
        return cls.model_validate_json(file.read_text()) if file.exists() else cls()


def configuration_file(home: Path) -> Path:
    """Where the provisioner writes the configuration, and the host looks for it by default."""
    return home / "run" / "functions.json"


class ConfigurationFile:
    """The configuration as the file says now; read again only when the file was replaced."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._stamp: tuple[int, int] | None = None
        self._configuration = Configuration()

    def current(self) -> Configuration:
        stamp = self._current_stamp()
        if stamp != self._stamp:
            self._configuration = Configuration.read(self._file)
            self._stamp = stamp
        return self._configuration

    def _current_stamp(self) -> tuple[int, int] | None:
        try:
            status = self._file.stat()
        except FileNotFoundError:
            return None
        return status.st_mtime_ns, status.st_ino


def bare_name(name: str) -> str | None:
    """The function's name out of a name or an ARN, whole or partial, qualified or not; None if malformed."""
    found = NAME.match(name)
    return found["name"] if found else None
