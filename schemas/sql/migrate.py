"""Migrate a database to the newest schemas: `python -m schemas.sql.migrate URL`, or `upgrade(url)`.

Each service has a Postgres schema of its own, named as the service, with its own tables and migrations in
`schemas/sql/<service>`.
"""

import ssl
import sys
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import URL, create_engine, pool
from sqlalchemy.engine import Engine

from lambdas.shared.postgres_address import Address, parse_address
from lambdas.shared.postgres_sign_in import entering

HERE = Path(__file__).resolve().parent
SERVICES = ("booking", "messaging")


def sqlalchemy_url(database_url: str) -> str:
    """Name the driver in a postgresql:// URL."""
    _, _, rest = database_url.partition("://")
    return f"postgresql+pg8000://{rest}"


def engine_of(database_url: str) -> Engine:
    """Connections to the database, as the functions make theirs: with TLS, by IAM where the URL says so."""
    address = entering(parse_address(database_url))
    return create_engine(_url(address), poolclass=pool.NullPool, connect_args=_connect_arguments(address))


def _url(address: Address) -> URL:
    """Of a server on the network; a socket is an argument of the driver's."""
    host, port = (None, None) if address.host.startswith("/") else (address.host, address.port)
    return URL.create("postgresql+pg8000", address.user, address.password, host, port, address.database)


def _connect_arguments(address: Address) -> dict[str, object]:
    if address.host.startswith("/"):
        return {"unix_sock": f"{address.host}/.s.PGSQL.{address.port}"}
    if address.ssl_mode == "disable":
        return {}
    return {"ssl_context": ssl.create_default_context(cafile=address.root_certificate)}


def configuration(database_url: str, service: str) -> Config:
    """Return what Alembic's commands take for one service; there is no ini file."""
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("version_locations", str(HERE / service / "versions"))
    config.set_main_option("path_separator", "os")
    config.set_main_option("sqlalchemy.url", database_url.replace("%", "%%"))
    config.set_main_option("service", service)
    return config


def upgrade(database_url: str, revision: str = "head", services: tuple[str, ...] = SERVICES) -> None:
    """Run the migrations that the database lacks; two at once are safe."""
    for service in services:
        command.upgrade(configuration(database_url, service), revision)


def downgrade(database_url: str, revision: str = "base", services: tuple[str, ...] = SERVICES) -> None:
    """Undo migrations, and lose what is in the tables they made."""
    for service in services:
        command.downgrade(configuration(database_url, service), revision)


if __name__ == "__main__":
    upgrade(sys.argv[1])
