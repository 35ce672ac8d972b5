"""Migrate a database to the newest schema: `python -m schemas.sql.migrate URL`, or `upgrade(url)`."""

import sys
from pathlib import Path

from alembic import command
from alembic.config import Config

HERE = Path(__file__).resolve().parent


def sqlalchemy_url(database_url: str) -> str:
    """Name the driver in a postgresql:// URL."""
    _, _, rest = database_url.partition("://")
    return f"postgresql+pg8000://{rest}"


def configuration(database_url: str) -> Config:
    """Return what Alembic's commands take; there is no ini file."""
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("path_separator", "os")
    config.set_main_option("sqlalchemy.url", database_url.replace("%", "%%"))
    return config


def upgrade(database_url: str, revision: str = "head") -> None:
    """Run the migrations that the database lacks; two at once are safe."""
    command.upgrade(configuration(database_url), revision)


def downgrade(database_url: str, revision: str = "base") -> None:
    """Undo migrations, and lose what is in the tables they made."""
    command.downgrade(configuration(database_url), revision)


if __name__ == "__main__":
    upgrade(sys.argv[1])
