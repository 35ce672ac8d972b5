"""JSON values as the service's Java prints them into a text."""

from __future__ import annotations

from local.engine.asl.payload import JSON, to_text


def java_text(value: JSON) -> str:
    """`{Arg1=1, Arg2=[]}` for objects, `[1, a]` for arrays, texts without quotes."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}={java_text(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(java_text(each) for each in value) + "]"
    return to_text(value)
