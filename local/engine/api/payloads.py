"""Payloads that come in as JSON text; what is wrong with one is said as AWS says it."""

import json

from local.engine.asl.jackson import unrecognized, why_no_payload


def json_problem(text: str) -> str | None:
    """Why the text is no JSON, in words; None when it is. Python's NaN and Infinity are none."""
    try:
        json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        return why_no_payload(text, error)
    except ValueError as error:
        return str(error)
    except RecursionError:
        return "nested too deeply"
    return None


def _refuse(constant: str) -> None:
    raise ValueError(unrecognized(constant))
