"""The pool of connections: who comes late, and who comes at the same moment."""

from typing import Any

import psycopg
import pytest

from local.engine.store.connections import Connections, JournalUnavailableError


def test_a_connection_that_outlives_the_pool_is_closed(engine_database: str) -> None:
    connections = Connections(engine_database, size=1)
    with connections.connection() as connection:
        connections.close()

    assert connection.closed
    with pytest.raises(JournalUnavailableError):
        connections.take()


class Emptied(list[Any]):
    """Somebody else takes what is there, just after it was seen."""

    def __bool__(self) -> bool:
        return True

    def __len__(self) -> int:
        return 1


def test_who_finds_the_idle_one_taken_opens_another(engine_database: str) -> None:
    connections = Connections(engine_database)
    connections._idle = Emptied()

    with connections.connection() as connection:
        assert connection.info.status is psycopg.pq.ConnStatus.OK
