"""What one workspace's bookings left in Postgres."""

import psycopg
from psycopg import sql

TABLES = """
select c.table_name from information_schema.columns c join information_schema.tables t
 using (table_schema, table_name)
 where c.table_schema = 'booking' and c.column_name = 'workspace_id' and t.table_type = 'BASE TABLE'
 order by 1
"""


def rows_per_table(database_url: str, workspace_id: str) -> dict[str, int]:
    """Tables without a row of this workspace are left out."""
    with psycopg.connect(database_url) as connection:
        tables = [str(table) for (table,) in connection.execute(TABLES)]
        counts = {table: _count(connection, table, workspace_id) for table in tables}
    return {table: count for table, count in counts.items() if count}


def _count(connection: psycopg.Connection[tuple[object, ...]], table: str, workspace_id: str) -> int:
    query = sql.SQL("select count(*) from booking.{} where workspace_id = %s").format(sql.Identifier(table))
    found = connection.execute(query, (workspace_id,)).fetchone()
    return int(str(found[0])) if found else 0
