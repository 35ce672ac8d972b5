"""The programs that make up the platform, each with the way it shows that it is ready."""

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from signal import SIGINT
from types import MappingProxyType

from local.bootstrap.layout import ROOT
from local.postgres import databases
from local.postgres.cluster import Cluster, prepare
from local.supervisor.children import Program
from local.supervisor.emulator import HEALTH_PATH, emulator_program
from local.supervisor.health import http_answers

STAND_IN_WEB_KEY = "local-stand-in-web-key"
INHERITED = ("PATH", "HOME", "LANG", "TZ", "SSL_CERT_FILE", "SSL_CERT_DIR", "SENTRY_DSN", "FMCSA_WEB_KEY")


@dataclass(frozen=True)
class Part:
    """One supervised program on one port. One that `holds_declared` things loses them when it is killed."""

    name: str
    port: int
    program: Program
    ready: Callable[[], bool]
    holds_declared: bool = False


@dataclass(frozen=True)
class Place:
    """Where one platform lives and how its processes are marked."""

    home: Path
    run: str

    def log(self, name: str) -> Path:
        return self.home / "log" / f"{name}.log"

    def data(self, name: str) -> Path:
        return self.home / "data" / name

    @property
    def environment(self) -> Mapping[str, str]:
        """What our own programs get: nothing of the operator's AWS configuration."""
        inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
        return {
            **inherited,
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
            "CHAIN_HOME": str(self.home),
            "CHAIN_RUN": self.run,
            "AWS_ACCESS_KEY_ID": "chain",
            "AWS_SECRET_ACCESS_KEY": "chain",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_EC2_METADATA_DISABLED": "true",
        }


def postgres(place: Place, port: int) -> tuple[Part, Cluster]:
    """Raises ClusterError, AccountMissingError or PostgresMissingError with what to do."""
    cluster = prepare(place.home, place.data("postgres"))
    program = Program(
        name="postgres",
        command=cluster.command(port),
        environment={"LC_ALL": "C", "TZ": "UTC", "PATH": "/usr/bin:/bin", "CHAIN_RUN": place.run},
        log=place.log("postgres"),
        account=cluster.owner,
        stop_signal=SIGINT,
    )
    server = cluster.url(port, "postgres")
    return Part("postgres", port, program, lambda: databases.answers(server)), cluster


def emulator(place: Place, port: int, *, enforces_iam: bool = False) -> Part:
    data, log = place.data("emulator"), place.log("emulator")
    program = emulator_program(place.home, port, data, log, place.run, enforces_iam=enforces_iam)
    return Part("emulator", port, program, _answers(port, HEALTH_PATH), holds_declared=True)


def engine(place: Place, port: int, database_url: str, aws: str, functions: str) -> Part:
    """The database's URL holds a password: it goes by the environment, which other accounts cannot read."""
    options = {"--endpoint": aws, "--lambda-endpoint": functions}
    return _own("engine", place, port, options, {"CHAIN_ENGINE_DATABASE_URL": database_url})


def functions(place: Place, port: int) -> Part:
    return _own("functions", place, port, {})


def phones(place: Place, port: int, aws: str) -> Part:
    """The stand-in for AWS's texts and e-mails; what it receives goes to the topics at `aws`."""
    return _own("phones", place, port, {"--endpoint": aws})


def fmcsa(place: Place, port: int) -> Part:
    return _own("fmcsa", place, port, {"--web-key": STAND_IN_WEB_KEY})


def _own(
    name: str,
    place: Place,
    port: int,
    options: Mapping[str, str],
    secrets: Mapping[str, str] = MappingProxyType({}),
) -> Part:
    named = [word for pair in options.items() for word in pair]
    command = [sys.executable, "-P", "-m", f"local.{name}", "--port", str(port), *named]
    program = Program(name, command, {**place.environment, **secrets}, place.log(name), directory=ROOT)
    return Part(name, port, program, _answers(port, "/health"))


def _answers(port: int, path: str) -> Callable[[], bool]:
    return lambda: http_answers(f"http://127.0.0.1:{port}{path}")
