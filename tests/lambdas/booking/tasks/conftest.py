from collections.abc import Iterator

import pytest

from tests.lambdas.booking.tasks.stage import Stage, stage_on


@pytest.fixture
def stage(migrated_database: str) -> Iterator[Stage]:
    """A load posted to two groups, and every task of its run at hand."""
    with stage_on(migrated_database) as made:
        yield made
