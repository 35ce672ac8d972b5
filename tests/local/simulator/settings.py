"""Worlds as tests ask for them."""

from typing import Any

from local.simulator.faults.catalogue import FAULTS
from local.simulator.setting import Setting


def setting(**changed: Any) -> Setting:
    """A small world of booking with all faults."""
    usual = {"machine": "booking", "seed": 1, "number": 0, "runs": 8, "faults": frozenset(FAULTS)}
    return Setting(**{**usual, **changed})
