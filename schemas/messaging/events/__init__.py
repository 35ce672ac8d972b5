"""The modules of messaging's events, each imported when it is first asked for, to keep cold starts short."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from schemas.messaging.events import messages, replies

__all__ = ["messages", "replies"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"{__name__} has no module {name}")
    return import_module(f"{__name__}.{name}")
