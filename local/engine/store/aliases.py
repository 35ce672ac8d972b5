"""Aliases of state machines and tags of any resource, in Postgres."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from local.engine.store.connections import Connections


@dataclass(frozen=True, slots=True)
class Route:
    version_arn: str
    weight: int


@dataclass(frozen=True, slots=True)
class Alias:
    machine_arn: str
    name: str
    description: str | None
    routes: tuple[Route, ...]
    created_at: datetime
    updated_at: datetime

    @property
    def arn(self) -> str:
        return f"{self.machine_arn}:{self.name}"


_ALIAS = "SELECT machine_arn, name, description, routes, created_at, updated_at FROM engine.aliases"
_INSERT = """
INSERT INTO engine.aliases (machine_arn, name, description, routes, created_at, updated_at)
VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING RETURNING name
"""


class Aliases:
    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def create(self, alias: Alias) -> bool:
        """False when the machine has an alias of this name."""
        values = (
            alias.machine_arn,
            alias.name,
            alias.description,
            _routes_text(alias),
            alias.created_at,
            alias.updated_at,
        )
        with self._connections.connection() as connection:
            return connection.execute(_INSERT, values).fetchone() is not None

    def update(self, alias: Alias) -> None:
        with self._connections.connection() as connection:
            connection.execute(
                "UPDATE engine.aliases SET description = %s, routes = %s, updated_at = %s"
                " WHERE machine_arn = %s AND name = %s",
                (alias.description, _routes_text(alias), alias.updated_at, alias.machine_arn, alias.name),
            )

    def alias(self, machine_arn: str, name: str) -> Alias | None:
        statement = f"{_ALIAS} WHERE machine_arn = %s AND name = %s"
        with self._connections.connection() as connection:
            row = connection.execute(statement.encode(), (machine_arn, name)).fetchone()
        return _alias(row) if row else None

    def aliases(self, machine_arn: str, after: str, limit: int) -> Sequence[Alias]:
        """By name, those after the name `after`."""
        statement = f"{_ALIAS} WHERE machine_arn = %s AND name > %s ORDER BY name LIMIT %s"
        with self._connections.connection() as connection:
            rows = connection.execute(statement.encode(), (machine_arn, after, limit)).fetchall()
        return [_alias(row) for row in rows]

    def delete(self, machine_arn: str, name: str) -> None:
        with self._connections.connection() as connection:
            connection.execute(
                "DELETE FROM engine.aliases WHERE machine_arn = %s AND name = %s", (machine_arn, name)
            )


class Tags:
    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def of(self, resource_arn: str) -> dict[str, str]:
        with self._connections.connection() as connection:
            rows = connection.execute(
                "SELECT key, value FROM engine.tags WHERE resource_arn = %s ORDER BY key", (resource_arn,)
            )
            return {row[0]: row[1] for row in rows}

    def put(self, resource_arn: str, tags: Mapping[str, str]) -> None:
        with self._connections.connection() as connection:
            connection.execute(
                "INSERT INTO engine.tags (resource_arn, key, value)"
                " SELECT %s, * FROM unnest(%s::text[], %s::text[])"
                " ON CONFLICT (resource_arn, key) DO UPDATE SET value = excluded.value",
                (resource_arn, list(tags), list(tags.values())),
            )

    def remove(self, resource_arn: str, keys: Sequence[str] | None = None) -> None:
        """All tags when `keys` is None."""
        with self._connections.connection() as connection:
            connection.execute(
                "DELETE FROM engine.tags WHERE resource_arn = %(arn)s"
                " AND (%(keys)s::text[] IS NULL OR key = ANY(%(keys)s::text[]))",
                {"arn": resource_arn, "keys": list(keys) if keys is not None else None},
            )


def _routes_text(alias: Alias) -> str:
    return json.dumps([[route.version_arn, route.weight] for route in alias.routes])


def _alias(row: tuple[Any, ...]) -> Alias:
    machine_arn, name, description, routes, created_at, updated_at = row
    return Alias(
        machine_arn,
        name,
        description,
        tuple(Route(version_arn, weight) for version_arn, weight in routes),
        created_at,
        updated_at,
    )
