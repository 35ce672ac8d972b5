"""One PostgreSQL cluster: made once, started in the foreground under whoever supervises it."""

import os
import secrets
import subprocess
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from urllib.parse import quote

from local.postgres.account import Account, account, reachable_folder, reachable_installation
from local.postgres.binaries import installation

SUPERUSER = "chain"
DATABASE = "chain"
DURABLE: tuple[str, ...] = ()
THROW_AWAY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")


class ClusterError(Exception):
    """initdb refused; the message holds its own words."""


@dataclass(frozen=True)
class Cluster:
    """A data directory with the programs that serve it and the account that owns it."""

    programs: Path
    data: Path
    password_file: Path
    owner: Account

    @property
    def password(self) -> str:
        return self.password_file.read_text().strip()

    def url(self, port: int, database: str = DATABASE) -> str:
        return f"postgresql://{SUPERUSER}:{quote(self.password)}@127.0.0.1:{port}/{database}"

    def command(self, port: int, settings: tuple[str, ...] = DURABLE) -> list[str]:
        """The server in the foreground: TCP on the loopback only, no Unix socket."""
        fixed = (
            "listen_addresses=127.0.0.1",
            f"port={port}",
            "unix_socket_directories=",
            "max_connections=300",
            "shared_buffers=64MB",
            "log_min_messages=warning",
            "password_encryption=scram-sha-256",
        )
        options = [part for setting in (*fixed, *settings) for part in ("-c", setting)]
        return [str(self.programs / "bin" / "postgres"), "-D", str(self.data), *options]

    @property
    def psql(self) -> Path:
        return self.programs / "bin" / "psql"


def prepare(home: Path, data: Path) -> Cluster:
    """The cluster in `data`, made when it is new.

    Raises ClusterError, AccountMissingError, PostgresMissingError.
    """
    owner = account()
    cluster = Cluster(
        programs=reachable_installation(installation(home), owner),
        data=reachable_folder(data, owner),
        password_file=data.with_name(f"{data.name}.password"),
        owner=owner,
    )
    if not (cluster.data / "PG_VERSION").exists():
        _initialise(cluster)
    return cluster


def _initialise(cluster: Cluster) -> None:
    _keep_password(cluster.password_file)
    cluster.data.mkdir(parents=True, exist_ok=True)
    cluster.data.chmod(0o700)
    cluster.owner.owns(cluster.data)
    with NamedTemporaryFile("w", prefix="chain-") as handed_over:
        handed_over.write(cluster.password)
        handed_over.flush()
        cluster.owner.owns(Path(handed_over.name))
        _initdb(cluster, Path(handed_over.name))


def _keep_password(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as out:
        out.write(secrets.token_urlsafe(24))


def _initdb(cluster: Cluster, password_file: Path) -> None:
    command = [
        str(cluster.programs / "bin" / "initdb"),
        f"--pgdata={cluster.data}",
        f"--username={SUPERUSER}",
        f"--pwfile={password_file}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--no-sync",
    ]
    made = subprocess.run(  # noqa: S603 - our own arguments, no shell
        command,
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        user=cluster.owner.user,
        group=cluster.owner.group,
        extra_groups=[] if cluster.owner.user is not None else None,
        env={"LC_ALL": "C", "PATH": "/usr/bin:/bin", "TZ": "UTC"},
    )
    if made.returncode:
        raise ClusterError(f"PostgreSQL could not make {cluster.data}: {made.stderr.strip()}")
