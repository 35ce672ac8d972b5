"""The migrations of a service in their order, each with the SQL that it runs."""

from dataclasses import dataclass
from io import StringIO

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import Script, ScriptDirectory

from schemas.sql.migrate import configuration


@dataclass(frozen=True)
class Revision:
    """`contract` is None, or the earlier revision whose release stopped using what this one takes away."""

    name: str
    sql: str
    contract: str | None = None


def revisions(service: str) -> tuple[Revision, ...]:
    """All of the service's migrations, oldest first."""
    scripts = ScriptDirectory.from_config(configuration("postgresql://", service))
    return tuple(_revision(script) for script in reversed(list(scripts.walk_revisions())))


def _revision(script: Script) -> Revision:
    return Revision(script.revision, _sql(script), getattr(script.module, "contract", None))


def _sql(script: Script) -> str:
    written = StringIO()
    context = MigrationContext.configure(
        dialect_name="postgresql", opts={"as_sql": True, "output_buffer": written}
    )
    with Operations.context(context):
        script.module.upgrade()
    return written.getvalue()
