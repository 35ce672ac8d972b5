"""How the emulator of AWS's services runs: stock ministack, on the loopback, with its state in our folder."""

import os
import shutil
from pathlib import Path

from local.supervisor.children import Program

HEALTH_PATH = "/_ministack/health"
UNHURRIED = Path(__file__).with_name("unhurried_emulator.py")
NO_DOCKER = "tcp://127.0.0.1:9"
KEEP_ALIVE_SECONDS = 120
"""More than clients keep one, and not much more: hypercorn holds what its client has closed for as long."""


def emulator_program(  # noqa: PLR0913 - what a process is told
    home: Path, port: int, data: Path, log: Path, run: str = "", *, enforces_iam: bool = False
) -> Program:
    """ministack's arguments and environment; what no `run` owns is forgotten at its end.

    `enforces_iam`, where Terraform makes the platform: a call by a role's credentials is refused unless the
    role's policies allow it.
    """
    return Program(
        name="emulator",
        command=_command(home, port, for_terraform=enforces_iam),
        environment={
            **_inherited(),
            "CHAIN_RUN": run,
            "AUTH": str(enforces_iam).lower(),
            **_settings(port, data),
            **_persistence(data, kept=bool(run)),
        },
        log=log,
    )


def _command(home: Path, port: int, *, for_terraform: bool) -> list[str]:
    """ministack's own server lets a connection go after 75 s, Terraform's provider after 90 s.

    In between a request can be carried out while its answer is lost; the provider sends it again, and a
    creation fails with "already exists". So the client is always the first to let go.
    """
    application = f"{UNHURRIED}:app" if for_terraform else "ministack.app:app"
    server = [str(home / "emulator" / "bin" / "python"), "-m", "hypercorn", application]
    in_this_process = ["--workers", "0"]
    return [*server, "--bind", f"127.0.0.1:{port}", "--keep-alive", str(KEEP_ALIVE_SECONDS), *in_this_process]


def _settings(port: int, data: Path) -> dict[str, str]:
    """Loopback only; no Docker, because ministack ends containers that it takes for its own.

    A killed ministack leaves the unpacked code of its functions behind, so its temporary folder starts empty.
    """
    temporary = data / "tmp"
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir(parents=True)
    return {
        "GATEWAY_PORT": str(port),
        "BIND_HOST": "127.0.0.1",
        "MINISTACK_HOST": "127.0.0.1",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_ACCESS_KEY_ID": "chain",
        "AWS_SECRET_ACCESS_KEY": "chain",
        "AWS_DEFAULT_REGION": "us-east-1",
        "LAMBDA_EXECUTOR": "local",
        "DOCKER_HOST": NO_DOCKER,
        "IOT_MTLS_ENABLED": "0",
        "TMPDIR": str(temporary),
        "STATE_DIR": str(data / "state"),
        "S3_DATA_DIR": str(data / "s3"),
    }


def _persistence(data: Path, *, kept: bool) -> dict[str, str]:
    data.mkdir(parents=True, exist_ok=True)
    switch = "1" if kept else "0"
    return {"PERSIST_STATE": switch, "S3_PERSIST": switch}


def _inherited() -> dict[str, str]:
    kept = ("PATH", "HOME", "LANG", "SSL_CERT_FILE")
    return {name: os.environ[name] for name in kept if name in os.environ}
