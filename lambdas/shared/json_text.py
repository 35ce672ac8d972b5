"""JSON as it is stored and sent: compact, with ids, instants and models written as their text."""

import json
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from pydantic import BaseModel


class Json(NamedTuple):
    """A statement's parameter that is a JSON document, whatever its type (a bare list is an array)."""

    value: Any


def json_text(value: Any) -> str:
    """Write `value` as JSON; TypeError for what has no JSON form, ValueError for NaN and Infinity."""
    return json.dumps(value, default=_plain, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def _plain(value: object) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    message = f"a {type(value).__name__} has no JSON form"
    raise TypeError(message)
