"""Secrets Manager without AWS: whatever secret is read has the fields that a test gives."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from unittest.mock import patch

from lambdas.shared import secrets


@contextmanager
def secrets_hold(**fields: str) -> Iterator[None]:
    """Every secret of the process holds these fields."""
    store = SimpleNamespace(get=lambda *_asked, **_how: fields)
    with patch.object(secrets, "_provider", lambda: store):
        yield
