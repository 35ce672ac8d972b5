"""Payloads that come in as JSON text; what is wrong with one is said as AWS says it."""

import json
import re

_VALUES = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"
_EXPECTED = {
    "Expecting value": f"expected a valid value {_VALUES}",
    "Expecting property name enclosed in double quotes": "was expecting double-quote to start field name",
    "Expecting ':' delimiter": "was expecting a colon to separate field name and value",
    "Expecting ',' delimiter": "was expecting comma to separate entries",
    "Invalid control character at": "has to be escaped using backslash to be included in string value",
}
_TOKEN = re.compile(r"[^\W\d]\w*")


def json_problem(text: str) -> str | None:
    """Why the text is no JSON, in words; None when it is. Python's NaN and Infinity are none."""
    try:
        json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        return _described(error)
    except ValueError as error:
        return str(error)
    except RecursionError:
        return "nested too deeply"
    return None


def _described(error: json.JSONDecodeError) -> str:
    text, position = error.doc, error.pos
    token = _TOKEN.match(text, position)
    if position >= len(text.rstrip()):
        return "Unexpected end-of-input"
    if error.msg == "Expecting value" and token:
        return _unrecognized(token[0])
    if error.msg in _EXPECTED:
        character = text[position]
        return f"Unexpected character ('{character}' (code {ord(character)})): {_EXPECTED[error.msg]}"
    return error.msg


def _unrecognized(token: str) -> str:
    return f"Unrecognized token '{token}': was expecting {_VALUES}"


def _refuse(constant: str) -> None:
    raise ValueError(_unrecognized(constant))
