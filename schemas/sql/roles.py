"""Each service's own database role: it reads and writes the rows of its schema, and changes no table."""

from sqlalchemy import text
from sqlalchemy.engine import Connection

MISSING = text("select not exists (select from pg_roles where rolname = :role)")
CREATE = text("select format('create role %I login', cast(:role as text))")
PASSWORD = text("select format('alter role %I password %L', cast(:role as text), cast(:password as text))")
GRANTS = (
    "grant usage on schema {schema} to {role}",
    "grant select, insert, update, delete on all tables in schema {schema} to {role}",
    "revoke insert, update, delete on {schema}.alembic_version from {role}",
    "grant usage on all sequences in schema {schema} to {role}",
)


def role_of(service: str) -> str:
    """The role's name, as Terraform's database module has it."""
    return f"chain_{service}"


def ensure_role(connection: Connection, service: str, password: str) -> None:
    """Make the service's role, with this password and rights on all tables that there are."""
    role = role_of(service)
    if connection.execute(MISSING, {"role": role}).scalar_one():
        connection.exec_driver_sql(connection.execute(CREATE, {"role": role}).scalar_one())
    values = {"role": role, "password": password}
    connection.exec_driver_sql(connection.execute(PASSWORD, values).scalar_one())
    for grant in GRANTS:
        connection.exec_driver_sql(grant.format(schema=service, role=role))
