from collections.abc import Iterator

import pytest

from local.postgres.throw_away import ThrowAwayServer
from tests.lambdas.messaging.workflow.run import MessageRun, message_run


@pytest.fixture
def run(migrated_database: str, postgres_server: ThrowAwayServer) -> Iterator[MessageRun]:
    """The machine `message` on an engine whose clock the test moves, with a provider that takes all."""
    journal = postgres_server.create_database()
    with message_run(migrated_database, journal) as started:
        yield started
    postgres_server.drop_database(journal)
