"""What the journal's statements are given."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from local.engine.commands import RunStatus
from local.engine.store.journal import NewExecution, StepRecord
from local.engine.store.packed_events import packed
from local.engine.store.status_changes import STATUS_CHANGES


def execution_parameters(execution: NewExecution) -> dict[str, Any]:
    info, parent, child = execution.info, execution.parent, execution.map_child
    return {
        "arn": info.execution_arn,
        "name": info.name,
        "machine_arn": info.state_machine_arn,
        "machine_name": info.state_machine_name,
        "revision_id": execution.revision_id,
        "role_arn": info.role_arn,
        "version_arn": info.version_arn,
        "alias_arn": info.alias_arn,
        "trace_header": execution.trace_header,
        "input": json.dumps(info.input),
        "started_at": info.start_time,
        "parent_id": parent.execution_id if parent else None,
        "parent_task": parent.task_id if parent else None,
        "parent_form": parent.form.value if parent else None,
        "map_run_id": child.run_id if child else None,
        "map_index": child.index if child else None,
    }


def step_parameters(step: StepRecord) -> dict[str, Any]:
    events, end = step.events, step.end
    parameters: dict[str, Any] = {
        "execution_id": step.execution_id,
        "first_id": events[0].id if events else None,
        "events": packed(events) if events else None,
        "at": step.at,
        "timers": "[]",
        "status": RunStatus.RUNNING.value,
        "result": None,
        "stopped_at": None,
    }
    if end:
        parameters["status"] = end.status.value
        parameters["result"] = json.dumps([end.output, end.error, end.cause])
        parameters["stopped_at"] = step.at
    elif step.timers:
        parameters |= _timer_parameters(step.timers)
    return parameters


def announced_parameters(step: StepRecord) -> dict[str, str]:
    return {"announced": json.dumps([event.id for event in step.events if event.type in STATUS_CHANGES])}


def _timer_parameters(timers: Mapping[str, datetime | None]) -> dict[str, str]:
    kept = [{"id": name, "due_at": due_at.isoformat()} for name, due_at in timers.items() if due_at]
    return {
        "timers": json.dumps(kept),
        "cancelled": json.dumps([name for name, due_at in timers.items() if due_at is None]),
    }
