from collections.abc import Iterator

import pytest

from tests.lambdas.messaging.api.desk import Desk, desk_on


@pytest.fixture
def desk(migrated_database: str) -> Iterator[Desk]:
    """An API on a database without rows."""
    with desk_on(migrated_database) as made:
        yield made
