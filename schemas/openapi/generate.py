"""Writes each service's OpenAPI document from its routes.

`python -m schemas.openapi.generate`, or with `--check` to compare only.
"""

import argparse
import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from schemas.problems import Problem

HERE = Path(__file__).parent
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
PUBLIC_TAGS = ("health", "signing", "webhooks")
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
    ("post", "/v1/messages"): ("201",),
    ("post", "/v1/threads/{thread_id}/texts"): ("201",),
    ("post", "/v1/consents"): ("201",),
}
IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Same key and body: the same answer for a day. Same key, another body: 409.",
    "schema": {"type": "string", "maxLength": 255},
}


ADVICE = "run python -m schemas.openapi.generate"
SERVICES = {
    "booking": ("Chain booking", "Loads, posts, offers and bookings of a freight broker's workspace."),
    "messaging": ("Chain messaging", "Messages, threads, templates, consents and autopilot of a workspace."),
}


def document(service: str) -> dict[str, Any]:
    """The document: what the resolver knows, with problems, statuses, security and the idempotency header."""
    resolver = import_module(f"lambdas.{service}.api").resolver
    title, description = SERVICES[service]
    text = resolver.get_openapi_json_schema(
        title=title, version="0.1.0", openapi_version="3.1.0", description=description
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


def path_of(service: str) -> Path:
    return HERE / f"{service}.json"


def rendered(service: str) -> str:
    return json.dumps(document(service), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def main() -> int:
    """Write the documents, or with --check say whether the written ones are the routes' (0) or not (1)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only compare; exit 1 when they differ")
    check = parser.parse_args().check
    stale = [service for service in SERVICES if not _is_written(service)]
    for service in stale:
        if check:
            sys.stderr.write(
                f"{service}.json is not what the routes say: run python -m schemas.openapi.generate\n"
            )
        else:
            path_of(service).write_text(rendered(service), encoding="utf-8")
    return 1 if stale and check else 0


def _is_written(service: str) -> bool:
    path = path_of(service)
    return path.exists() and path.read_text(encoding="utf-8") == rendered(service)


if __name__ == "__main__":
    sys.exit(main())
