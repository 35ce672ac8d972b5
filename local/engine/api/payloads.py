"""Payloads that come in as JSON text."""

import json


def json_problem(text: str) -> str | None:
    """Why the text is no JSON, in words; None when it is. Python's NaN and Infinity are none."""
    try:
        json.loads(text, parse_constant=_refuse)
    except ValueError as error:
        return str(error)
    except RecursionError:
        return "nested too deeply"
    return None


def _refuse(constant: str) -> None:
    raise ValueError(f"Unrecognized token '{constant}'")
