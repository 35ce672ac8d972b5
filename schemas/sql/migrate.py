"""Migrate a database to the newest schemas: `python -m schemas.sql.migrate URL`, or `upgrade(url)`.

Each service has a Postgres schema of its own, named as the service, with its own tables and migrations in
`schemas/sql/<service>`.
"""

import sys
from pathlib import Path

from alembic import command
from alembic.config import Config

HERE = Path(__file__).resolve().parent
SERVICES = ("booking", "messaging")


def sqlalchemy_url(database_url: str) -> str:
    """Name the driver in a postgresql:// URL."""
    _, _, rest = database_url.partition("://")
    return f"postgresql+pg8000://{rest}"


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
