"""The SQL of map runs.

A child that is a STANDARD execution has its state in `engine.executions`; an EXPRESS one leaves its result in
`engine.map_items`. `redriven_from` is the redrive count that an unsuccessful child had when the map run was
redriven: while it has no higher one, it waits to be redriven.
"""

SELECT = (
    "SELECT id, arn, execution_id, task_id, machine_arn, state_name, is_express, max_concurrency,"
    " tolerated_count, tolerated_percentage, status, error, cause, child_count, results_written,"
    " started_at, stopped_at, redrive_count, redriven_at FROM engine.map_runs"
)
INSERT = """
INSERT INTO engine.map_runs (
    arn, execution_id, task_id, machine_arn, state_name, is_express, max_concurrency, tolerated_count,
    tolerated_percentage, started_at
) VALUES (
    %(arn)s, %(execution_id)s, %(task_id)s, %(machine_arn)s, %(state_name)s, %(is_express)s,
    %(max_concurrency)s, %(tolerated_count)s, %(tolerated_percentage)s, %(started_at)s
) ON CONFLICT DO NOTHING
"""
PAGE = f"""
{SELECT} WHERE execution_id = %(execution_id)s
    AND (%(at)s::timestamptz IS NULL OR (started_at, id) < (%(at)s::timestamptz, %(id)s::bigint))
ORDER BY started_at DESC, id DESC LIMIT %(limit)s
"""
PARENT = """
SELECT arn, role_arn, machine_name, revision_id, version_arn, alias_arn FROM engine.executions WHERE id = %s
"""
COPY = "COPY engine.map_items (map_run_id, index, input, item, item_count) FROM STDIN"

_CHILDREN = """
FROM engine.map_items AS item
JOIN engine.map_runs AS map_run ON map_run.id = item.map_run_id
LEFT JOIN engine.executions AS child ON child.map_run_id = item.map_run_id AND child.map_index = item.index
"""
_STATUS = "coalesce(child.status, item.status, 'PENDING')"
_AWAITS_REDRIVE = """(
    map_run.status = 'RUNNING' AND child.status IN ('FAILED', 'TIMED_OUT', 'ABORTED')
    AND child.redrive_count <= item.redriven_from
)"""
PROGRESS = f"""
SELECT CASE
        WHEN {_AWAITS_REDRIVE} THEN 'PENDING'
        WHEN {_STATUS} IN ('FAILED', 'TIMED_OUT', 'ABORTED') THEN 'FAILED'
        ELSE {_STATUS}
    END AS status,
    array_agg(item.index) FILTER (WHERE child.status = 'RUNNING'),
    array_agg(item.item_count) FILTER (WHERE child.status = 'RUNNING'),
    count(*), coalesce(sum(item.item_count), 0)::bigint
{_CHILDREN} WHERE item.map_run_id = %(id)s GROUP BY 1
"""
PENDING = """
SELECT item.index, item.item_count, item.input, item.item
FROM engine.map_items AS item
LEFT JOIN engine.executions AS child ON child.map_run_id = item.map_run_id AND child.map_index = item.index
WHERE item.map_run_id = %(id)s AND item.index > %(after)s AND child.id IS NULL AND item.status IS NULL
ORDER BY item.index LIMIT %(limit)s
"""
AWAITING_REDRIVE = f"""
SELECT item.index, item.item_count, child.id AS execution_id
{_CHILDREN} WHERE item.map_run_id = %(id)s AND item.index > %(after)s AND {_AWAITS_REDRIVE}
ORDER BY item.index LIMIT %(limit)s
"""
RECORD_EXPRESS = """
UPDATE engine.map_items SET status = %(status)s, result = %(result)s, execution_arn = %(arn)s,
    started_at = %(started_at)s, stopped_at = %(stopped_at)s
WHERE map_run_id = %(id)s AND index = %(index)s AND status IS NULL
"""
RESULTS = f"""
SELECT item.index, item.item_count, {_STATUS} AS status, item.input,
    coalesce(child.arn, item.execution_arn) AS execution_arn, child.name, map_run.machine_arn,
    coalesce(child.result, item.result)->>0 AS output, coalesce(child.result, item.result)->>1 AS error,
    coalesce(child.result, item.result)->>2 AS cause,
    coalesce(child.started_at, item.started_at) AS started_at,
    coalesce(child.stopped_at, item.stopped_at) AS stopped_at,
    coalesce(child.redrive_count, 0) AS redrive_count
{_CHILDREN} WHERE item.map_run_id = %(id)s AND item.index > %(after)s ORDER BY item.index LIMIT %(limit)s
"""
SIZE_OF_RESULTS = f"""
SELECT coalesce(sum(length(coalesce(child.result, item.result)->>0)), 0)::bigint
{_CHILDREN} WHERE item.map_run_id = %(id)s
"""
END = """
UPDATE engine.map_runs SET status = %(status)s, error = %(error)s, cause = %(cause)s,
    results_written = %(written)s, stopped_at = %(at)s
WHERE id = %(id)s AND status = 'RUNNING' RETURNING id
"""
ABORT = """
UPDATE engine.map_runs SET status = 'ABORTED', stopped_at = %(at)s
WHERE execution_id = %(execution_id)s AND task_id = %(task_id)s AND status = 'RUNNING' RETURNING *
"""
REDRIVE = """
WITH redriven AS (
    UPDATE engine.map_runs SET status = 'RUNNING', error = NULL, cause = NULL, stopped_at = NULL,
        redrive_count = %(count)s, redriven_at = %(at)s
    WHERE id = %(id)s AND redrive_count < %(count)s RETURNING id
)
UPDATE engine.map_items AS item SET redriven_from = child.redrive_count, status = NULL, result = NULL,
    execution_arn = NULL, started_at = NULL, stopped_at = NULL
FROM redriven
JOIN engine.map_items AS ended ON ended.map_run_id = redriven.id
LEFT JOIN engine.executions AS child ON child.map_run_id = ended.map_run_id AND child.map_index = ended.index
WHERE item.map_run_id = ended.map_run_id AND item.index = ended.index
    AND coalesce(child.status, ended.status) <> 'SUCCEEDED'
"""
UPDATE = """
UPDATE engine.map_runs SET
    max_concurrency = coalesce(%(max_concurrency)s, max_concurrency),
    tolerated_count = coalesce(%(tolerated_count)s, tolerated_count),
    tolerated_percentage = coalesce(%(tolerated_percentage)s, tolerated_percentage)
WHERE arn = %(arn)s
"""
TALLIES = f"""
SELECT {_STATUS} AS status, {_AWAITS_REDRIVE} IS TRUE AS awaits_redrive, count(*) AS executions,
    coalesce(sum(item.item_count), 0)::bigint AS items
{_CHILDREN} WHERE item.map_run_id = %(id)s GROUP BY 1, 2
"""
ABORT_WITHOUT_PARENT = """
UPDATE engine.map_runs AS map_run SET status = 'ABORTED', stopped_at = %(at)s
FROM engine.executions AS parent
WHERE map_run.status = 'RUNNING' AND parent.id = map_run.execution_id AND parent.status <> 'RUNNING'
"""
CHILDREN_LEFT_RUNNING = """
SELECT child.id FROM engine.executions AS child
JOIN engine.map_runs AS map_run ON map_run.id = child.map_run_id
WHERE child.status = 'RUNNING' AND map_run.status <> 'RUNNING'
    AND (%(id)s::bigint IS NULL OR map_run.id = %(id)s)
ORDER BY child.id
"""
