"""Activities, in Postgres."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from psycopg.rows import class_row

from local.engine.store.connections import Connections

_COLUMNS = "SELECT arn, name, created_at FROM engine.activities"
_INSERT = "INSERT INTO engine.activities (arn, name, created_at) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING"


@dataclass(frozen=True, slots=True)
class Activity:
    arn: str
    name: str
    created_at: datetime


class Activities:
    """Every method may raise `JournalUnavailableError`."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def create(self, activity: Activity) -> Activity:
        """The activity, or the one of the same name that is there already."""
        with self._connections.connection() as connection:
            connection.execute(_INSERT, (activity.arn, activity.name, activity.created_at))
        return self.find(activity.arn) or activity

    def find(self, arn: str) -> Activity | None:
        with self._connections.connection() as connection:
            cursor = connection.cursor(row_factory=class_row(Activity))
            return cursor.execute(f"{_COLUMNS} WHERE arn = %s".encode(), (arn,)).fetchone()

    def page(self, after: str, limit: int) -> Sequence[Activity]:
        """By name, those after the name `after`."""
        with self._connections.connection() as connection:
            cursor = connection.cursor(row_factory=class_row(Activity))
            statement = f"{_COLUMNS} WHERE name > %s ORDER BY name LIMIT %s"
            return cursor.execute(statement.encode(), (after, limit)).fetchall()

    def count(self) -> int:
        with self._connections.connection() as connection:
            row = connection.execute("SELECT count(*) FROM engine.activities").fetchone()
        return int(row[0]) if row else 0

    def delete(self, arn: str) -> None:
        with self._connections.connection() as connection:
            connection.execute("DELETE FROM engine.activities WHERE arn = %s", (arn,))
