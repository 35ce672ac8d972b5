"""Between the JSON of a state machine and boto3's values, led by botocore's service models.

State machines name members in PascalCase whatever the service's own case is; JSON given where a service wants
text is serialised; answers carry PascalCase names, text instead of bytes, and dates as told.
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

DateForm = Callable[[datetime], Any]


def epoch_milliseconds(moment: datetime) -> int:
    """How the optimised integrations show a date."""
    return round(moment.timestamp() * 1000)


def iso_instant(moment: datetime) -> str:
    """How the aws-sdk integrations show a date."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z").replace(".000Z", "Z")


def to_request(value: Any, shape: Any) -> Any:
    match shape.type_name:
        case "structure" if isinstance(value, Mapping):
            return {
                _own_name(name, shape.members): to_request(member, _member_shape(name, shape.members))
                for name, member in value.items()
            }
        case "list" if isinstance(value, list):
            return [to_request(member, shape.member) for member in value]
        case "map" if isinstance(value, Mapping):
            return {name: to_request(member, shape.value) for name, member in value.items()}
        case "string" | "blob" | "character" if not isinstance(value, str):
            return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
        case _:
            return value


class _Untyped:
    """A member the model does not know: sent as it is, so that boto3 refuses it by name."""

    type_name = "untyped"


def _own_name(name: str, members: Mapping[str, Any]) -> str:
    if name in members:
        return name
    lowered = name[:1].lower() + name[1:]
    return lowered if lowered in members else name


def _member_shape(name: str, members: Mapping[str, Any]) -> Any:
    return members.get(_own_name(name, members), _Untyped)


def to_answer(value: Any, shape: Any, date_form: DateForm) -> Any:
    match shape.type_name:
        case "structure":
            return {
                name[:1].upper() + name[1:]: to_answer(member, shape.members[name], date_form)
                for name, member in value.items()
                if name in shape.members
            }
        case "list":
            return [to_answer(member, shape.member, date_form) for member in value]
        case "map":
            return {name: to_answer(member, shape.value, date_form) for name, member in value.items()}
        case "timestamp":
            return date_form(value)
        case "blob":
            return _text(value)
        case _:
            return value


def _text(value: Any) -> str:
    content = value.read() if hasattr(value, "read") else value
    return content.decode("utf-8", errors="replace") if isinstance(content, bytes) else str(content)


def http_metadata(answer: Mapping[str, Any]) -> dict[str, Any]:
    """`SdkHttpMetadata` and `SdkResponseMetadata` of an answer, as the optimised integrations show them."""
    metadata = answer.get("ResponseMetadata", {})
    headers = dict(metadata.get("HTTPHeaders", {}))
    return {
        "SdkHttpMetadata": {
            "AllHttpHeaders": {name: [value] for name, value in headers.items()},
            "HttpHeaders": headers,
            "HttpStatusCode": metadata.get("HTTPStatusCode", 200),
        },
        "SdkResponseMetadata": {"RequestId": metadata.get("RequestId", "")},
    }
