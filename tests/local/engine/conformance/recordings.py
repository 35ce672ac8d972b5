"""Small recordings, made by hand in the form of those of AWS."""

import json
from pathlib import Path
from typing import Any

import pytest

from local.engine.conformance.figures import shared_cases

FILE = Path(__file__).parent / "cases.jsonl"


def recordings() -> list[dict[str, Any]]:
    """All of them, as fresh copies."""
    return [json.loads(line) for line in FILE.read_text().splitlines()]


def recording(name: str) -> dict[str, Any]:
    return next(each for each in recordings() if each["id"] == name)


def shared_recordings() -> list[dict[str, Any]]:
    """Those of the service itself; skips where they are absent."""
    path = shared_cases()
    if not path.is_file():
        pytest.skip(f"no recorded cases at {path}; set CHAIN_SHARED_DATA to the folder of asl_cases.jsonl")
    return [json.loads(line) for line in path.read_text().splitlines()]
