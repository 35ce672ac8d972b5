"""Worlds of messages as tests ask for them."""

from typing import Any

from local.simulator.faults.catalogue import EVERY_FAULT
from local.simulator.setting import Setting


def message_setting(**changed: Any) -> Setting:
    """Two loads and what is written about them, with all faults."""
    usual = {"machine": "message", "seed": 1, "number": 0, "runs": 50, "faults": frozenset(EVERY_FAULT)}
    return Setting(**{**usual, **changed})
