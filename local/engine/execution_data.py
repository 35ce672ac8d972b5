"""Which members of a history event are the run's data, and which only say what happened."""

from collections.abc import Mapping
from typing import Any

_DATA = frozenset(
    {
        "input",
        "inputDetails",
        "output",
        "outputDetails",
        "result",
        "assignedVariables",
        "assignedVariablesDetails",
    }
)
_PARAMETERS = frozenset({"parameters"})


def without_execution_data(details: Mapping[str, Any], *, with_parameters: bool) -> dict[str, Any]:
    """The event's details as shown where `includeExecutionData` is false.

    GetExecutionHistory shows a task's `parameters` all the same, as AWS's model requires them.
    """
    left_out = _DATA if with_parameters else _DATA | _PARAMETERS
    return {name: value for name, value in details.items() if name not in left_out}
