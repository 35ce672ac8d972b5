"""One installation of Terraform: its configuration and data in a temporary folder, none in the tree."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from local.terraform.mirror import VARIABLE, configuration, find_mirror, usual_places

LETTING_GO_SECONDS = 60
SHOWN_LINES = 30
INITIALISE = ("init", "-backend=false", "-input=false", "-lockfile=readonly", "-no-color")


class TerraformMissingError(Exception):
    """Terraform or its provider is not on this machine; the message says where to get it."""


class TerraformFailedError(Exception):
    """A command of Terraform's failed; the message is its own."""


@dataclass(frozen=True)
class Terraform:
    """`data` is of one configuration: a second one wants another Terraform."""

    program: str
    mirror: Path | None
    data: Path

    def run(self, folder: Path, *arguments: str, environment: Mapping[str, str] | None = None) -> int:
        """The exit code; what the command prints goes to the terminal."""
        return subprocess.run(  # noqa: S603 - Terraform, with our own arguments
            [self.program, *arguments], cwd=folder, env=self._environment(environment or {}), check=False
        ).returncode

    def run_logged(self, folder: Path, log: Path, *arguments: str) -> None:
        """Interrupted, Terraform ends the calls under way and keeps its state; TerraformFailedError."""
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as out:
            process = subprocess.Popen(  # noqa: S603 - Terraform, with our own arguments
                [self.program, *arguments],
                cwd=folder,
                env=self._environment({}),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
            )
            code = _awaited(process)
        if code:
            raise TerraformFailedError(f"terraform {arguments[0]} failed ({log}):\n{_errors(log)}")

    def read(self, folder: Path, *arguments: str) -> str:
        """What the command answers; raises TerraformFailedError with what it complains about."""
        answer = self.answer(folder, *arguments)
        if answer.returncode:
            raise TerraformFailedError(answer.stderr)
        return answer.stdout

    def answer(self, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        """What the command prints, and its exit code."""
        return subprocess.run(  # noqa: S603 - Terraform, with our own arguments
            [self.program, *arguments],
            cwd=folder,
            env=self._environment({}),
            check=False,
            capture_output=True,
            text=True,
        )

    def initialise(self, folder: Path) -> None:
        """Raises TerraformMissingError without a provider, TerraformFailedError for any other failure."""
        answer = self.answer(folder, *INITIALISE)
        if answer.returncode and self.mirror is None:
            raise TerraformMissingError(
                "The AWS provider is neither on this machine nor can the registry be reached: put a mirror "
                "on the disk (with a network: `terraform providers mirror FOLDER` in terraform/) "
                f"and set {VARIABLE} to its folder"
            )
        if answer.returncode:
            raise TerraformFailedError(answer.stdout + answer.stderr)

    def _environment(self, added: Mapping[str, str]) -> dict[str, str]:
        return {
            **os.environ,
            "TF_CLI_CONFIG_FILE": str(self.data / "terraform.rc"),
            "TF_DATA_DIR": str(self.data / "data"),
            "TF_IN_AUTOMATION": "1",
            "CHECKPOINT_DISABLE": "1",
            **added,
        }


@contextmanager
def terraform() -> Iterator[Terraform]:
    """Raises TerraformMissingError when no program `terraform` is on the path."""
    program = shutil.which("terraform")
    if program is None:
        raise TerraformMissingError(
            "Terraform is not on this machine: install 1.11 or newer from "
            "https://developer.hashicorp.com/terraform/install"
        )
    mirror = find_mirror(usual_places(Path.home()))
    with tempfile.TemporaryDirectory(prefix="chain-terraform-") as data:
        (Path(data) / "terraform.rc").write_text(configuration(mirror))
        yield Terraform(program, mirror, Path(data))


def _awaited(process: subprocess.Popen[bytes]) -> int:
    try:
        return process.wait()
    except BaseException:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(LETTING_GO_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
        raise


def _errors(log: Path) -> str:
    """From the first error on, or the end where Terraform names none."""
    lines = log.read_text(errors="replace").splitlines()
    first = next((number for number, line in enumerate(lines) if line.startswith("Error:")), len(lines) - 5)
    return "\n".join(lines[max(first, 0) :][:SHOWN_LINES])
