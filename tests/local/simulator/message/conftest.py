from collections.abc import Iterator

import pytest

from local.postgres.throw_away import ThrowAwayServer
from local.simulator.campaign import place_on
from local.simulator.place import Place


@pytest.fixture(scope="session")
def message_place(postgres_server: ThrowAwayServer) -> Iterator[Place]:
    """A database for worlds of messages, one for each test worker."""
    with place_on(postgres_server, "message") as made:
        yield made
