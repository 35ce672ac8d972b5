from collections.abc import Iterator

import pytest

from local.postgres.throw_away import ThrowAwayServer
from local.simulator.campaign import place_on
from local.simulator.place import Place


@pytest.fixture(scope="session")
def place(postgres_server: ThrowAwayServer) -> Iterator[Place]:
    """A database for worlds of booking, one for each test worker."""
    with place_on(postgres_server, "booking") as made:
        yield made
