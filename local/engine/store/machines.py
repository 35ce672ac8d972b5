"""State machines, their revisions and their versions, in Postgres."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.rows import class_row

from local.engine.store.connections import Connections


@dataclass(frozen=True, slots=True)
class Revision:
    """A definition and its settings as they stood at one time; never changed, so runs in flight keep theirs.

    `options` are logging, tracing and encryption configuration, as the API has them.
    """

    id: UUID
    machine_arn: str
    definition: str
    role_arn: str
    created_at: datetime
    options: Mapping[str, Any]
    is_initial: bool = False

    @property
    def shown_id(self) -> str | None:
        """A machine's first revision has none (AWS, DescribeStateMachine)."""
        return None if self.is_initial else str(self.id)


@dataclass(frozen=True, slots=True)
class Machine:
    arn: str
    name: str
    type: str
    created_at: datetime
    revision_id: UUID


@dataclass(frozen=True, slots=True)
class Version:
    machine_arn: str
    number: int
    revision_id: UUID
    description: str | None
    created_at: datetime

    @property
    def arn(self) -> str:
        return f"{self.machine_arn}:{self.number}"


_INSERT_MACHINE = """
WITH machine AS (
    INSERT INTO engine.machines (arn, name, type, revision_id, created_at)
    VALUES (%(arn)s, %(name)s, %(type)s, %(revision_id)s, %(created_at)s)
    ON CONFLICT DO NOTHING RETURNING arn
)
INSERT INTO engine.revisions (id, machine_arn, definition, role_arn, created_at, options, is_initial)
SELECT %(revision_id)s, machine.arn, %(definition)s, %(role_arn)s, %(created_at)s, %(options)s, %(is_initial)s
FROM machine
RETURNING id
"""
_UPDATE_MACHINE = """
WITH machine AS (
    UPDATE engine.machines SET revision_id = %(revision_id)s
    WHERE arn = %(arn)s RETURNING arn
)
INSERT INTO engine.revisions (id, machine_arn, definition, role_arn, created_at, options, is_initial)
SELECT %(revision_id)s, machine.arn, %(definition)s, %(role_arn)s, %(created_at)s, %(options)s, %(is_initial)s
FROM machine
"""
_PUBLISH = """
WITH machine AS (
    UPDATE engine.machines SET last_version = last_version + 1 WHERE arn = %(arn)s RETURNING last_version
)
INSERT INTO engine.versions (machine_arn, number, revision_id, description, created_at)
SELECT %(arn)s, machine.last_version, %(revision_id)s, %(description)s, %(created_at)s FROM machine
RETURNING machine_arn, number, revision_id, description, created_at
"""
_MACHINE = "SELECT arn, name, type, created_at, revision_id FROM engine.machines"
_REVISION = """
SELECT id, machine_arn, definition, role_arn, created_at, options, is_initial
FROM engine.revisions WHERE id = %s
"""
_MACHINE_BY_ARN = f"{_MACHINE} WHERE arn = %s"
_REVISIONS_KEPT = 256
_MACHINES_KEPT = 1024
_VERSION = "SELECT machine_arn, number, revision_id, description, created_at FROM engine.versions"


class Machines:
    """Every method may raise `JournalUnavailableError`."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._revisions: dict[UUID, Revision] = {}
        self._machines: dict[str, Machine] = {}
        self._changes = 0

    def create(self, machine: Machine, revision: Revision) -> bool:
        """False when the ARN is taken."""
        parameters = _machine_parameters(machine, revision)
        with self._connections.connection() as connection:
            return connection.execute(_INSERT_MACHINE, parameters).fetchone() is not None

    def update(self, machine: Machine, revision: Revision) -> None:
        try:
            with self._connections.connection() as connection:
                connection.execute(_UPDATE_MACHINE, _machine_parameters(machine, revision))
        finally:
            self._forget(machine.arn)

    def machine(self, arn: str) -> Machine | None:
        """Every start of a run asks; one engine has the database to itself, so what it read stays true."""
        return self._machines.get(arn) or self._read_machine(arn)

    def machines(self, after: str, limit: int) -> Sequence[Machine]:
        """By name, those after the name `after`."""
        with self._connections.connection() as connection:
            cursor = connection.cursor(row_factory=class_row(Machine))
            statement = f"{_MACHINE} WHERE name > %s ORDER BY name LIMIT %s"
            return cursor.execute(statement.encode(), (after, limit)).fetchall()

    def delete(self, arn: str) -> None:
        """Revisions stay, as runs in flight go on with theirs."""
        try:
            with self._connections.connection() as connection:
                connection.execute("DELETE FROM engine.machines WHERE arn = %s", (arn,))
        finally:
            self._forget(arn)

    def revision(self, revision_id: UUID) -> Revision | None:
        revision = self._revisions.get(revision_id)
        if revision is None:
            revision = self._read_revision(revision_id)
            if revision and len(self._revisions) < _REVISIONS_KEPT:
                self._revisions[revision_id] = revision
        return revision

    def _read_machine(self, arn: str) -> Machine | None:
        changes = self._changes
        with self._connections.connection() as connection:
            row = (
                connection.cursor(row_factory=class_row(Machine)).execute(_MACHINE_BY_ARN, (arn,)).fetchone()
            )
        if row and changes == self._changes and len(self._machines) < _MACHINES_KEPT:
            self._machines[arn] = row
        return row

    def _forget(self, arn: str) -> None:
        """Also when it is not known whether the change was committed, and for who reads meanwhile."""
        self._changes += 1
        self._machines.pop(arn, None)

    def _read_revision(self, revision_id: UUID) -> Revision | None:
        with self._connections.connection() as connection:
            cursor = connection.cursor(row_factory=class_row(Revision))
            return cursor.execute(_REVISION, (revision_id,)).fetchone()

    def publish(
        self, arn: str, revision_id: UUID, description: str | None, created_at: datetime
    ) -> Version | None:
        """The next version; numbers are never used twice. None when there is no such machine."""
        parameters = {
            "arn": arn,
            "revision_id": revision_id,
            "description": description,
            "created_at": created_at,
        }
        with self._connections.connection() as connection:
            return connection.cursor(row_factory=class_row(Version)).execute(_PUBLISH, parameters).fetchone()

    def version(self, arn: str, number: int) -> Version | None:
        with self._connections.connection() as connection:
            cursor = connection.cursor(row_factory=class_row(Version))
            statement = f"{_VERSION} WHERE machine_arn = %s AND number = %s"
            return cursor.execute(statement.encode(), (arn, number)).fetchone()

    def versions(self, arn: str, before: int | None, limit: int) -> Sequence[Version]:
        """Newest first."""
        statement = (
            f"{_VERSION} WHERE machine_arn = %s AND number < coalesce(%s, 2147483647)"
            " ORDER BY number DESC LIMIT %s"
        )
        with self._connections.connection() as connection:
            cursor = connection.cursor(row_factory=class_row(Version))
            return cursor.execute(statement.encode(), (arn, before, limit)).fetchall()

    def count_versions(self, arn: str) -> int:
        with self._connections.connection() as connection:
            statement = "SELECT count(*) FROM engine.versions WHERE machine_arn = %s"
            row = connection.execute(statement, (arn,)).fetchone()
        return int(row[0]) if row else 0

    def delete_version(self, arn: str, number: int) -> None:
        with self._connections.connection() as connection:
            connection.execute(
                "DELETE FROM engine.versions WHERE machine_arn = %s AND number = %s", (arn, number)
            )


def _machine_parameters(machine: Machine, revision: Revision) -> dict[str, Any]:
    return {
        "arn": machine.arn,
        "name": machine.name,
        "type": machine.type,
        "options": json.dumps(revision.options),
        "is_initial": revision.is_initial,
        "revision_id": revision.id,
        "definition": revision.definition,
        "role_arn": revision.role_arn,
        "created_at": revision.created_at,
    }
