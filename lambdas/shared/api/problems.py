"""Problem details (RFC 9457) of every refusal and failure."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from lambdas.shared.json_text import json_text
from lambdas.shared.refusals import InvalidRequest, RequestRefused

PROBLEM_JSON = "application/problem+json"
WORD = re.compile(r"(?<!^)(?=[A-Z])")
LONGEST_FIELD = 200


def problem_text(refusal: RequestRefused, instance: str) -> str:
    """The body of a refusal; `type` names its class, such as `urn:chain:problem:offer-late`."""
    return json_text(
        {
            "type": f"urn:chain:problem:{WORD.sub('-', type(refusal).__name__).lower()}",
            "title": refusal.title,
            "status": refusal.status,
            "detail": refusal.detail,
            "instance": instance,
            **refusal.members,
        }
    )


def problem_response(refusal: RequestRefused, instance: str) -> dict[str, Any]:
    """A refusal as a Lambda proxy answer, for what happens outside of the routes."""
    return {
        "statusCode": refusal.status,
        "multiValueHeaders": {
            "Content-Type": [PROBLEM_JSON],
            **{name: [value] for name, value in refusal.headers.items()},
        },
        "body": problem_text(refusal, instance),
        "isBase64Encoded": False,
    }


def invalid_request(errors: Iterable[Mapping[str, Any]]) -> InvalidRequest:
    """The refusal of pydantic's errors: which field, and why; never the value, which may be a secret."""
    return InvalidRequest(
        tuple({"field": _field(error["loc"]), "reason": str(error["msg"])} for error in errors)
    )


def shown_path(event: Mapping[str, Any]) -> str:
    """The path of a request without the secret of a signing link."""
    path = str(event.get("path"))
    return "/sign/…" if path.startswith("/sign/") else path


def _field(location: Iterable[object]) -> str:
    parts = [str(part) for part in location]
    shown = parts[1:] if parts[:1] in (["body"], ["query"], ["header"]) and len(parts) > 1 else parts
    return ".".join(shown)[:LONGEST_FIELD]
