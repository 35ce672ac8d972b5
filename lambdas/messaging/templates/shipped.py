"""The templates that ship, for the check calls and for automatic answers, in English and Spanish."""

import json
from functools import cache
from pathlib import Path
from typing import Any

SHIPPED = Path(__file__).with_name("shipped.json")


@cache
def shipped_templates() -> dict[str, dict[str, Any]]:
    """Return each template's `{variants, missing, missing_by_variable, defaults, handling}` by its name.

    `handling` is a `schemas.messaging.handling.Handling`. Spanish texts do without the accents that GSM-7
    lacks.
    """
    read: dict[str, dict[str, Any]] = json.loads(SHIPPED.read_text("utf-8"))
    return read
