"""Lists of executions: every filter finds its page through an index that is in the page's order."""

import psycopg
import pytest
from psycopg import sql

from local.engine.store.executions import ExecutionFilter, page_statement


@pytest.mark.parametrize("column", ["machine_arn", "version_arn", "alias_arn"])
@pytest.mark.parametrize("status", [None, "FAILED"])
def test_a_page_is_neither_scanned_nor_sorted(engine_database: str, column: str, status: str | None) -> None:
    statement, parameters = page_statement(ExecutionFilter(column, "arn:of:it", status))

    with psycopg.connect(engine_database) as connection:
        connection.execute("SET LOCAL enable_seqscan = off")
        explained = sql.SQL("EXPLAIN {}").format(statement)
        plan = "\n".join(row[0] for row in connection.execute(explained, parameters))

    assert "Sort" not in plan
    assert "Seq Scan" not in plan
    assert f"{column} = " in plan


def test_a_machines_few_failed_runs_are_found_without_reading_the_others(engine_database: str) -> None:
    statement, parameters = page_statement(ExecutionFilter("machine_arn", "arn:of:it", "FAILED"))

    with psycopg.connect(engine_database) as connection:
        connection.execute("SET LOCAL enable_seqscan = off")
        explained = sql.SQL("EXPLAIN {}").format(statement)
        plan = "\n".join(row[0] for row in connection.execute(explained, parameters))

    assert "Filter" not in plan
