"""Columns and checks as all services' tables have them."""

from collections.abc import Sequence

from sqlalchemy import CheckConstraint, Column, DateTime, ForeignKey, Integer, MetaData, Text, Uuid, text


def metadata_of(schema: str) -> MetaData:
    """The tables of one service's Postgres schema, with one way to name constraints."""
    return MetaData(
        schema=schema,
        naming_convention={
            "pk": "%(table_name)s_pk",
            "uq": "%(table_name)s_%(column_0_N_name)s_unique",
            "ck": "%(table_name)s_%(constraint_name)s_valid",
            "fk": "%(table_name)s_%(column_0_name)s_reference",
        },
    )


def required_text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def instant(name: str) -> Column[object]:
    """An instant that is now unless the statement says otherwise."""
    return Column(name, DateTime(timezone=True), nullable=False, server_default=text("now()"))


def maybe_instant(name: str) -> Column[object]:
    return Column(name, DateTime(timezone=True))


def required_instant(name: str) -> Column[object]:
    """An instant that the statement gives."""
    return Column(name, DateTime(timezone=True), nullable=False)


def integer(name: str, default: int) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default=text(str(default)))


def reference(schema: str, name: str, target: str) -> Column[object]:
    """A uuid that names a row of the table `target`, whose key has the same name."""
    return Column(name, Uuid, ForeignKey(f"{schema}.{target}.{name}"), nullable=False)


def one_of(column: str, values: Sequence[str]) -> CheckConstraint:
    quoted = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} in ({quoted})", name=column)


def not_negative(column: str) -> CheckConstraint:
    return CheckConstraint(f"{column} >= 0", name=column)
