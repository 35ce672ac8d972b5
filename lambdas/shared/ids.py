"""Ids: derived from what they name wherever a retry must make the same one, random elsewhere."""

import os
import time
from collections.abc import Callable
from uuid import UUID, uuid5

NAMESPACE = UUID("7d2f6f0e-5f0b-5a59-9a45-6d0c3b1e8f21")

NewId = Callable[[], UUID]


def derived_id(*parts: object) -> UUID:
    """Return the UUIDv5 of the parts: the same parts always give the same id."""
    return uuid5(NAMESPACE, "/".join(str(part) for part in parts))


def event_id(key: str, detail_type: str, number: int = 0) -> UUID:
    """Return the id of the `number`th event of this name that the work named by `key` emits."""
    return derived_id(key, detail_type, number)


def new_id() -> UUID:
    """Return a UUIDv7: random, but growing with time, so that it is cheap to index."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big")
    value = (milliseconds << 80) | random
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    return UUID(int=(value & ~(0x3 << 62)) | (0x2 << 62))
