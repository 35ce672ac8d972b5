"""The rules that ship: the check calls, off until a workspace enables them."""

import json
from functools import cache
from pathlib import Path

from schemas.messaging.autopilot import Rule

CHECK_CALLS = Path(__file__).with_name("check_calls.json")


@cache
def check_calls() -> tuple[Rule, ...]:
    """Return the check-call rules in their order: times and zones may be changed once they are copied."""
    return tuple(
        Rule.model_validate_json(json.dumps(rule)) for rule in json.loads(CHECK_CALLS.read_text("utf-8"))
    )
