"""The templates that ship: check calls, automatic answers, offers and assignments; in English and Spanish."""

import json
from functools import cache
from pathlib import Path
from typing import Any

SHIPPED = (Path(__file__).with_name("shipped.json"), Path(__file__).with_name("announcements.json"))


@cache
def shipped_templates() -> dict[str, dict[str, Any]]:
    """Return each template's `{variants, missing, missing_by_variable, defaults, handling}` by its name.

    `handling` is a `schemas.messaging.handling.Handling`. Spanish texts do without the accents that GSM-7
    lacks.
    """
    return {name: template for file in SHIPPED for name, template in _read(file).items()}


def _read(file: Path) -> dict[str, dict[str, Any]]:
    read: dict[str, dict[str, Any]] = json.loads(file.read_text("utf-8"))
    return read
