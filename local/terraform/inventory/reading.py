"""The emulator's answers as facts: whole lists, and documents in the form that all makers share."""

import json
import re
from typing import Any

from local.provisioner.clients import Clients
from local.provisioner.platform import ACCOUNT

Facts = dict[str, Any]
QUALIFIER = re.compile(r"(:function:[\w-]+|:stateMachine:[\w-]+):[\w$]+")


def plain(value: object) -> Any:
    """The value with its ARNs in the form that all makers share, and JSON in it read."""
    text = json.dumps(value, sort_keys=True, default=str).replace(f"-{ACCOUNT}", "")
    return json.loads(QUALIFIER.sub(r"\1", text))


def pages(clients: Clients, service: str, operation: str, key: str, **asked: object) -> list[Any]:
    client = clients.of(service)
    if not client.can_paginate(operation):
        return list(getattr(client, operation)(**asked).get(key, []))
    return [item for page in client.get_paginator(operation).paginate(**asked) for item in page.get(key, [])]


def read_document(document: object) -> Any:
    return json.loads(document) if isinstance(document, str) else document


def listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]
