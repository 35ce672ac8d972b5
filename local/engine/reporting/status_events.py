"""Status changes as EventBridge gets them: "Step Functions Execution Status Change".

AWS, "Automating Step Functions event delivery with EventBridge": times are milliseconds, what is not there is
null, and payloads whose escaped text is over 248 KB are left out, the input first.
"""

import json
from datetime import datetime
from typing import Any

from local.engine.redrivability import redrive_status
from local.engine.store.status_changes import StatusChange

SOURCE = "aws.states"
DETAIL_TYPE = "Step Functions Execution Status Change"
_MOST_PAYLOAD_BYTES = 248 * 1024
_BYTES_OF_A_TIME = 14

Entry = dict[str, Any]


def entry_of(change: StatusChange) -> Entry:
    """An entry of PutEvents for the default bus."""
    return {
        "Time": change.event.timestamp,
        "Source": SOURCE,
        "Resources": [change.arn],
        "DetailType": DETAIL_TYPE,
        "Detail": json.dumps(_detail(change), separators=(",", ":")),
    }


def entry_bytes(entry: Entry) -> int:
    """As EventBridge counts them ("Calculating PutEvents event entry size")."""
    texts = (entry["Source"], entry["DetailType"], entry["Detail"], *entry["Resources"])
    return _BYTES_OF_A_TIME + sum(len(text.encode()) for text in texts)


def _detail(change: StatusChange) -> dict[str, Any]:
    has_ended = change.status != "RUNNING"
    stopped_at = change.event.timestamp if has_ended else None
    status, reason = redrive_status(
        change.status, change.started_at, stopped_at, change.event.id, change.event.timestamp
    )
    redriven_at = change.redriven_at if change.redrive_count and change.redriven_at else None
    return {
        "executionArn": change.arn,
        "stateMachineArn": change.machine_arn,
        "stateMachineVersionArn": change.version_arn,
        "stateMachineAliasArn": change.alias_arn,
        "name": change.name,
        "status": change.status,
        "startDate": _milliseconds(change.started_at),
        "stopDate": _milliseconds(stopped_at) if stopped_at else None,
        **_payloads(change),
        "error": change.event.details.get("error") if has_ended else None,
        "cause": change.event.details.get("cause") if has_ended else None,
        "redriveCount": change.redrive_count,
        "redriveDate": _milliseconds(redriven_at) if redriven_at else None,
        "redriveStatus": status,
        "redriveStatusReason": reason,
    }


def _payloads(change: StatusChange) -> dict[str, Any]:
    output = change.event.details.get("output") if change.status == "SUCCEEDED" else None
    with_output = _escaped_bytes(output) <= _MOST_PAYLOAD_BYTES
    beside = _escaped_bytes(output) if with_output else 0
    beside += _escaped_bytes(change.event.details.get("cause"))
    with_input = _escaped_bytes(change.input) + beside <= _MOST_PAYLOAD_BYTES
    return {
        "input": change.input if with_input else None,
        "inputDetails": {"included": with_input},
        "output": output if with_output else None,
        "outputDetails": {"included": with_output} if output is not None else None,
    }


def _escaped_bytes(text: str | None) -> int:
    return len(json.dumps(text).encode()) if text is not None else 0


def _milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
