from collections.abc import Iterator

import pytest

from local.postgres.throw_away import ThrowAwayServer
from tests.lambdas.booking.invariants import broken_invariants
from tests.lambdas.booking.workflow.run import BookingRun, booking_run


@pytest.fixture
def run(migrated_database: str, postgres_server: ThrowAwayServer) -> Iterator[BookingRun]:
    """A posted load and its machine, on an engine whose clock the test moves."""
    journal = postgres_server.create_database()
    with booking_run(migrated_database, journal) as started:
        yield started
    postgres_server.drop_database(journal)


@pytest.fixture
def agreement(run: BookingRun) -> Iterator[None]:
    """Whatever happened, in the end everything agrees."""
    yield
    assert broken_invariants(run.rows, run.published()) == []
