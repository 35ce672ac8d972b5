"""The API's requests and answers, as API Gateway has them."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from tests.lambdas.booking.api.people import BROKER, Person


@dataclass(frozen=True)
class Answered:
    status: int
    body: Any
    headers: dict[str, str]
    raw: str


def rest_event(
    method: str,
    path: str,
    body: Any = None,
    who: Person | None = BROKER,
    headers: dict[str, str] | None = None,
) -> dict[str, Any]:
    """An API Gateway REST proxy event; a string body is sent as it is."""
    path, _, query = path.partition("?")
    asked = parse_qs(query)
    text = body if body is None or isinstance(body, str) else json.dumps(body)
    authorizer = {} if who is None else {"authorizer": {"claims": who.claims}}
    return {
        "resource": "/{proxy+}",
        "path": path,
        "httpMethod": method,
        "headers": {"Content-Type": "application/json", **(headers or {})},
        "multiValueHeaders": {},
        "queryStringParameters": {name: values[-1] for name, values in asked.items()} or None,
        "multiValueQueryStringParameters": asked or None,
        "requestContext": {"stage": "v1", "requestId": "1", **authorizer},
        "body": text,
        "isBase64Encoded": False,
    }
