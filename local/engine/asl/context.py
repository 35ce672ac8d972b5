"""The context object `$$`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from local.engine.asl.timestamps import format_timestamp

if TYPE_CHECKING:
    from datetime import datetime

    from local.engine.asl.payload import JSON
    from local.engine.commands import ExecutionInfo


def execution_context(execution: ExecutionInfo, execution_input: JSON, redrive_count: int) -> dict[str, JSON]:
    """The part that stays the same while the run goes on."""
    item = {} if execution.map_item is None else {"Map": {"Item": json.loads(execution.map_item)}}
    machine: dict[str, JSON] = {"Id": execution.state_machine_arn, "Name": execution.state_machine_name}
    return {
        "Execution": {
            "Id": execution.execution_arn,
            "Input": execution_input,
            "StartTime": format_timestamp(execution.start_time),
            "Name": execution.name,
            "RoleArn": execution.role_arn,
            "RedriveCount": redrive_count,
        },
        "StateMachine": machine,
        **item,
    }


def state_context(name: str, entered_at: datetime, retry_count: int | None) -> dict[str, JSON]:
    """Only a Task state has a `RetryCount`."""
    retries: dict[str, JSON] = {} if retry_count is None else {"RetryCount": retry_count}
    return {"Name": name, "EnteredTime": format_timestamp(entered_at), **retries}


def item_context(index: int, value: JSON) -> dict[str, JSON]:
    return {"Item": {"Index": index, "Value": value}}
