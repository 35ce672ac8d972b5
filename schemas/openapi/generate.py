"""Writes the booking API's OpenAPI document from its routes.

`python -m schemas.openapi.generate`, or with `--check` to compare only.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from schemas.problems import Problem

DOCUMENT = Path(__file__).with_name("booking.json")
PROBLEM = {"content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}
EVERYWHERE = {
    "413": "The body is over 256 KB",
    "500": "Internal error",
    "503": "Temporarily unavailable: send the request again",
}
OF_SIGNED_IN = {"401": "No valid token", "403": "The caller's role may not do this"}
OF_NAMED = {"404": "No such resource in the caller's workspace"}
OF_FIELDS = {"422": "Fields are invalid: `errors` says which and why"}
OF_BODIES = {"400": "The body is not JSON", "415": "The body is not application/json", **OF_FIELDS}
OF_CHANGES = {"409": "The present state does not allow it, or the Idempotency-Key was used with another body"}
OF_ANSWERS = {"406": "The carrier is not eligible: `reasons`", "410": "Too late: recorded, never applied"}
ANSWERS = ("accept", "book-now", "counter", "decline", "offers")
PUBLIC_TAGS = ("health", "signing")
STATUSES = {
    ("put", "/v1/loads/{external_id}"): ("200", "201"),
    ("put", "/v1/carriers/{dot_number}"): ("200", "201"),
    ("post", "/v1/loads/{load_id}/post"): ("202",),
    ("post", "/v1/loads/{load_id}/cancel"): ("202",),
    ("post", "/v1/loads/{load_id}/review"): ("202",),
    ("post", "/v1/posts/{post_id}/offers"): ("201", "202"),
    ("post", "/v1/posts/{post_id}/book-now"): ("201", "202"),
    ("post", "/v1/offers/{offer_id}/accept"): ("201", "202"),
    ("post", "/v1/offers/{offer_id}/counter"): ("201", "202"),
    ("post", "/v1/bookings/{booking_id}/bounce"): ("202",),
}
IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Same key and body: the same answer for a day. Same key, another body: 409.",
    "schema": {"type": "string", "maxLength": 255},
}


def document() -> dict[str, Any]:
    """The document: what the resolver knows, with problems, statuses, security and the idempotency header."""
    from lambdas.booking.api import resolver  # noqa: PLC0415 - only this needs the whole API

    text = resolver.get_openapi_json_schema(
        title="Chain booking",
        version="0.1.0",
        openapi_version="3.1.0",
        description="Loads, posts, offers and bookings of a freight broker's workspace.",
    )
    made: dict[str, Any] = json.loads(text)
    made["servers"] = [{"url": "/"}]
    made["components"] = _components(made["components"])
    made["security"] = [{"cognito": []}]
    for path, operations in made["paths"].items():
        for method, operation in operations.items():
            _complete(method, path, operation)
    return made


def _components(components: dict[str, Any]) -> dict[str, Any]:
    schemas = components["schemas"]
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= problem.pop("$defs", {}) | {"Problem": problem}
    for unused in ("HTTPValidationError", "ValidationError", "ResponseValidationError"):
        schemas.pop(unused, None)
    scheme = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
    return {"schemas": dict(sorted(schemas.items())), "securitySchemes": {"cognito": scheme}}


def _complete(method: str, path: str, operation: dict[str, Any]) -> None:
    given = operation["responses"]["200"]
    statuses = STATUSES.get((method, path), ("200",))
    successes = {status: {**given, "description": _description(status)} for status in statuses}
    problems = {
        status: {"description": said, **PROBLEM} for status, said in _problems(method, path, operation)
    }
    operation["responses"] = dict(sorted((successes | problems).items()))
    operation["operationId"] = _operation_id(method, path)
    if operation["tags"][0] in PUBLIC_TAGS:
        operation["security"] = []
    if method == "post":
        operation["parameters"] = [*operation.get("parameters", []), IDEMPOTENCY_KEY]


def _description(status: str) -> str:
    return {"200": "Done", "201": "Created, or booked", "202": "Received and pending"}[status]


def _problems(method: str, path: str, operation: dict[str, Any]) -> list[tuple[str, str]]:
    said = dict(EVERYWHERE)
    if operation["tags"][0] not in PUBLIC_TAGS:
        said |= OF_SIGNED_IN
    if "{" in path:
        said |= OF_NAMED
    if any(parameter["in"] == "query" for parameter in operation.get("parameters", [])):
        said |= OF_FIELDS
    if method != "get":
        said |= OF_BODIES | OF_CHANGES
    if path.rsplit("/", maxsplit=1)[-1] in ANSWERS:
        said |= OF_ANSWERS
    if path.startswith("/sign/"):
        said |= {"410": "The link was used, was revoked or has expired"}
    return list(said.items())


def _operation_id(method: str, path: str) -> str:
    words = path.replace("/v1", "").replace("{", "").replace("}", "").replace("-", "_").strip("/")
    return f"{method}_{words.replace('/', '_')}"


def rendered() -> str:
    return json.dumps(document(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def main() -> int:
    """Write the document, or with --check say whether the written one is the routes' (0) or not (1)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only compare; exit 1 when they differ")
    if not parser.parse_args().check:
        DOCUMENT.write_text(rendered(), encoding="utf-8")
        return 0
    if DOCUMENT.exists() and DOCUMENT.read_text(encoding="utf-8") == rendered():
        return 0
    sys.stderr.write(f"{DOCUMENT.name} is not what the routes say: run python -m schemas.openapi.generate\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
