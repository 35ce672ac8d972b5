"""Engines whose relay calls functions of this process, and what is left to their workers."""

from collections.abc import Callable, Iterator

import psycopg
import pytest

from local.engine.driver.workers import ThreadWorkers, Work
from local.engine.engine import Engine
from local.engine.integrations.functions_in_process import functions_in_process
from tests.local.engine.bench import Bench, Functions


@pytest.fixture
def relayed(engine_database: str, functions: Functions) -> Iterator[Bench]:
    invoke = functions_in_process(functions.by_name, never_wait=True)
    with Engine(engine_database, invoke=invoke) as engine:
        yield Bench(engine, functions)


@pytest.fixture
def by_workers(monkeypatch: pytest.MonkeyPatch) -> list[Work]:
    """What was left to workers."""
    left: list[Work] = []
    submit = ThreadWorkers.submit

    def noted(workers: ThreadWorkers, work: Work) -> None:
        left.append(work)
        submit(workers, work)

    monkeypatch.setattr(ThreadWorkers, "submit", noted)
    return left


@pytest.fixture
def holds(engine_database: str) -> Callable[[], set[str]]:
    with psycopg.connect(engine_database, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS holds")
        connection.execute("CREATE TABLE holds (load text PRIMARY KEY)")

    def loads() -> set[str]:
        with psycopg.connect(engine_database) as connection:
            return {load for (load,) in connection.execute("SELECT load FROM holds").fetchall()}

    return loads
