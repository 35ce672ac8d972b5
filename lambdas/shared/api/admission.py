"""What is checked of a request before any route sees it: its size, its media type, that it is JSON."""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any, NoReturn

from lambdas.shared.refusals import BodyNotJson, BodyTooLarge, UnsupportedMediaType

MOST_BODY_BYTES = 256 * 1024
JSON_MEDIA_TYPE = "application/json"


def admitted(event: Mapping[str, Any]) -> dict[str, Any]:
    """The event with its body as text. Raises BodyTooLarge, UnsupportedMediaType or BodyNotJson."""
    body = _body_bytes(event)
    if len(body) > MOST_BODY_BYTES:
        raise BodyTooLarge(MOST_BODY_BYTES)
    if not body:
        return {**event, "body": None, "isBase64Encoded": False}
    if not _is_json(header(event, "content-type")):
        raise UnsupportedMediaType
    text = _text(body)
    json_value(text)
    return {**event, "body": text, "isBase64Encoded": False}


def header(event: Mapping[str, Any], name: str) -> str:
    """A header by its name in lower case; the empty string when it was not sent."""
    sent = {str(key).lower(): value for key, value in (event.get("headers") or {}).items()}
    return str(sent.get(name) or "").strip()


def json_value(text: str) -> Any:
    """Parse JSON that Postgres can store: no NaN, NUL or lone surrogate. Raises BodyNotJson."""
    try:
        value = json.loads(text, parse_constant=_refuse_constant)
        json.dumps(value, ensure_ascii=False).encode()
        nul = _holds_nul(value)
    except (ValueError, RecursionError) as error:
        raise BodyNotJson from error
    if nul:
        raise BodyNotJson
    return value


def _holds_nul(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_holds_nul(member) for pair in value.items() for member in pair)
    if isinstance(value, list):
        return any(_holds_nul(member) for member in value)
    return isinstance(value, str) and "\x00" in value


def _refuse_constant(_name: str) -> NoReturn:
    raise BodyNotJson


def _body_bytes(event: Mapping[str, Any]) -> bytes:
    body = event.get("body") or ""
    if not event.get("isBase64Encoded"):
        return str(body).encode("utf-8", "surrogatepass")
    try:
        return base64.b64decode(body, validate=True)
    except binascii.Error as error:
        raise BodyNotJson from error


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise BodyNotJson from error


def _is_json(media_type: str) -> bool:
    kind = media_type.partition(";")[0].strip().lower()
    return kind in ("", JSON_MEDIA_TYPE)
