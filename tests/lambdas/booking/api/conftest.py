from collections.abc import Iterator

import pytest

from tests.lambdas.booking.api.desk import Desk, make_desk


@pytest.fixture
def desk(migrated_database: str) -> Iterator[Desk]:
    """An API on a fresh database, whose workspace does not wait for outcomes."""
    desk = make_desk(migrated_database)
    desk.sql(
        """INSERT INTO booking.workspaces (workspace_id, policy)
        VALUES ('acme', '{"book_now_wait_seconds": 0}'), ('other', '{"book_now_wait_seconds": 0}')"""
    )
    yield desk
    desk.dependencies.database.close()
