"""The map run's benchmark measures what it says."""

from local.bench.map_runs import measure
from local.postgres.throw_away import ThrowAwayServer


def test_each_kind_of_children_is_measured(postgres_server: ThrowAwayServer) -> None:
    url = postgres_server.create_database()

    passing, calling, express = measure(url, items=30, max_concurrency=0)

    # the map run itself writes a few times: its row, its items, its end, the parent's steps
    assert 1 < passing.commits_a_child < 2
    assert 2 < calling.commits_a_child < 3
    assert 1 < express.commits_a_child < 2
    postgres_server.drop_database(url)
