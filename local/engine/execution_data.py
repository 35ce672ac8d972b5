"""Which members of a history event are the run's data, and which only say what happened."""

from collections.abc import Mapping
from typing import Any

_DATA = frozenset({"input", "inputDetails", "output", "outputDetails", "parameters", "result"})


def without_execution_data(details: Mapping[str, Any]) -> dict[str, Any]:
    """The event's details as shown where `includeExecutionData` is false."""
    return {name: value for name, value in details.items() if name not in _DATA}
