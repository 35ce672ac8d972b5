"""The journal's SQL; every step is one statement put together from these parts."""

import re
from functools import cache, lru_cache

from local.engine.store.journal import StepRecord

# Timers travel as one JSON text: an array would have to be written as Postgres writes arrays.
_TIMERS = "json_to_recordset(%(timers)s::json) AS timer (id text, due_at timestamptz)"
_INSERT_TIMERS = "INSERT INTO engine.timers (execution_id, timer_id, due_at)"
_INSERT_STEP = "INSERT INTO engine.steps (execution_id, first_id, events)"

_CREATE_EXECUTION = """
WITH execution AS (
    INSERT INTO engine.executions (
        id, arn, name, machine_arn, machine_name, revision_id, role_arn, version_arn, alias_arn,
        trace_header, input, started_at, parent_id, parent_task, parent_form, map_run_id, map_index,
        status, result, stopped_at
    ) VALUES (
        %(execution_id)s, %(arn)s, %(name)s, %(machine_arn)s, %(machine_name)s, %(revision_id)s,
        %(role_arn)s, %(version_arn)s, %(alias_arn)s, %(trace_header)s, %(input)s, %(started_at)s,
        %(parent_id)s, %(parent_task)s, %(parent_form)s, %(map_run_id)s, %(map_index)s,
        %(status)s, %(result)s, %(stopped_at)s
    )
    ON CONFLICT (arn) DO NOTHING
    RETURNING id
)
"""
_OF_THE_NEW = "SELECT execution.id"
_OF_THIS = "SELECT %(execution_id)s::bigint"

_ANNOUNCED = "json_array_elements_text(%(announced)s::json) AS announced (event_id)"
_INSERT_ANNOUNCED = "INSERT INTO engine.announcements (execution_id, event_id)"

_CREATE = (
    f"{_CREATE_EXECUTION}"
    f", appended AS ({_INSERT_STEP} {_OF_THE_NEW}, %(first_id)s::integer, %(events)s::json FROM execution)"
)
_CREATE_TIMERS = (
    f", timers_set AS ({_INSERT_TIMERS} {_OF_THE_NEW}, timer.id, timer.due_at FROM execution, {_TIMERS})"
)
_CREATE_ANNOUNCED = (
    ", announced AS ("
    f"{_INSERT_ANNOUNCED} {_OF_THE_NEW}, announced.event_id::integer FROM execution, {_ANNOUNCED})"
)
_CREATED = f" {_OF_THE_NEW} FROM execution"
_ANNOUNCE = f"{_INSERT_ANNOUNCED} {_OF_THIS}, announced.event_id::integer FROM {_ANNOUNCED}"
_APPEND_EVENTS = f"{_INSERT_STEP} VALUES (%(execution_id)s, %(first_id)s, %(events)s)"
_SET_TIMERS = (
    f"{_INSERT_TIMERS} {_OF_THIS}, timer.id, timer.due_at FROM {_TIMERS}"
    " ON CONFLICT (execution_id, timer_id) DO UPDATE SET due_at = excluded.due_at"
)
_CANCEL_TIMERS = """
    DELETE FROM engine.timers
    WHERE execution_id = %(execution_id)s::bigint
        AND timer_id IN (SELECT json_array_elements_text(%(cancelled)s::json))
"""
_CANCEL_ALL_TIMERS = """
    DELETE FROM engine.timers WHERE execution_id = %(execution_id)s::bigint
"""
_END = """
    UPDATE engine.executions SET status = %(status)s, result = %(result)s::json, stopped_at = %(stopped_at)s
    WHERE id = %(execution_id)s::bigint
"""
_REDRIVE = """
    UPDATE engine.executions SET status = 'RUNNING', result = NULL, stopped_at = NULL, redriven_at = %(at)s,
        redrive_count = redrive_count + 1
    WHERE id = %(execution_id)s::bigint
"""

LOAD_EXECUTION = """
SELECT run.arn, run.name, run.role_arn, run.machine_arn, run.machine_name, run.started_at, run.input,
    run.version_arn, run.alias_arn, run.revision_id, run.status, run.result, run.stopped_at,
    run.parent_id, run.parent_task, run.parent_form, run.map_run_id, run.map_index, map_run.state_name,
    item.item
FROM engine.executions AS run
LEFT JOIN engine.map_runs AS map_run ON map_run.id = run.map_run_id
LEFT JOIN engine.map_items AS item ON item.map_run_id = run.map_run_id AND item.index = run.map_index
WHERE run.id = %s
"""
LOAD_STEPS = "SELECT first_id, events FROM engine.steps WHERE execution_id = %s ORDER BY first_id"
LOAD_TIMERS = "SELECT timer_id, due_at FROM engine.timers WHERE execution_id = %s"

# A run whose newest event, outside any branch, is one of these waits for a callback or a timer only.
# A parent of running children may have given one up.
OWED = """
SELECT execution.id
FROM engine.executions AS execution
CROSS JOIN LATERAL (
    SELECT events -> -1 -> 1 AS type, events -> -1 -> 3 AS branch
    FROM engine.steps WHERE execution_id = execution.id ORDER BY first_id DESC LIMIT 1
) AS newest
WHERE execution.status = 'RUNNING'
    AND NOT (newest.branch::text = '""' AND newest.type::text IN ('"TaskSubmitted"', '"WaitStateEntered"'))
UNION
SELECT parent.id
FROM engine.executions AS child
JOIN engine.executions AS parent ON parent.id = child.parent_id
WHERE child.parent_form NOT IN ('request_response', 'map') AND child.status = 'RUNNING'
ORDER BY id
"""
TASKS_WITH_CHILDREN = """
SELECT parent_task FROM engine.executions
WHERE parent_id = %(id)s AND parent_form NOT IN ('request_response', 'map') AND status = 'RUNNING'
UNION SELECT task_id FROM engine.map_runs WHERE execution_id = %(id)s AND status = 'RUNNING'
"""
UNREPORTED_CHILDREN = """
SELECT child.id
FROM engine.executions AS child
JOIN engine.executions AS parent ON parent.id = child.parent_id
WHERE child.parent_form NOT IN ('request_response', 'map')
    AND child.status <> 'RUNNING' AND parent.status = 'RUNNING'
ORDER BY child.id
"""


@cache
def create_statement(*, has_timers: bool, announced: bool) -> str:
    timers = _CREATE_TIMERS if has_timers else ""
    announcements = _CREATE_ANNOUNCED if announced else ""
    return f"{_CREATE}{timers}{announcements}{_CREATED}"


def append_statement(step: StepRecord, *, announced: bool = False) -> str:
    parts = [_prefixed(step.write.statement)] if step.write else []
    parts += [_APPEND_EVENTS] if step.events else []
    if step.end:
        parts += [_CANCEL_ALL_TIMERS, _END]
    elif step.timers:
        parts += [_SET_TIMERS] if any(step.timers.values()) else []
        parts += [_CANCEL_TIMERS] if None in step.timers.values() else []
    parts += [_REDRIVE] if step.redriven else []
    parts += [_ANNOUNCE] if announced else []
    return _put_together(tuple(parts))


@lru_cache(256)
def _prefixed(statement: str) -> str:
    """A task's own write with names for its parameters that never meet ours."""
    return re.sub(r"%\((\w+)\)s", r"%(write_\1)s", statement)


@lru_cache(256)
def _put_together(parts: tuple[str, ...]) -> str:
    *first, last = parts
    named = ", ".join(f"part_{number} AS ({part})" for number, part in enumerate(first))
    return f"WITH {named} {last}" if named else last
