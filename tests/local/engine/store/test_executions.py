"""Lists of executions: every filter finds its page through an index that is in the page's order."""

import psycopg
import pytest
from psycopg import sql

from local.engine.store.executions import ExecutionFilter, page_statement

SUCCEEDED = """
INSERT INTO engine.executions (
    id, arn, name, machine_arn, machine_name, revision_id, role_arn, input, status, started_at
)
SELECT number, 'arn:' || number, 'run', 'arn:of:it', 'it', gen_random_uuid(), 'role', '{}', 'SUCCEEDED', now()
FROM generate_series(1, %(count)s) AS number
"""


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


@pytest.mark.parametrize(
    ("status", "index"), [("FAILED", "executions_failed"), ("RUNNING", "executions_open")]
)
def test_a_machines_few_runs_of_a_status_are_found_without_reading_the_others(
    engine_database: str, status: str, index: str
) -> None:
    statement, parameters = page_statement(ExecutionFilter("machine_arn", "arn:of:it", status))

    with psycopg.connect(engine_database) as connection:
        connection.execute(SUCCEEDED, {"count": 2000})
        connection.execute("ANALYZE engine.executions")
        explained = sql.SQL("EXPLAIN {}").format(statement)
        plan = "\n".join(row[0] for row in connection.execute(explained, parameters))

    assert index in plan
