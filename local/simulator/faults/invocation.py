"""One call of a function, and the fault that it meets."""

from dataclasses import dataclass


@dataclass(slots=True)
class Invocation:
    """`key` names it in decisions; `fault` is None once it has struck, or when there is none."""

    key: str
    function: str
    limit_seconds: float
    fault: str | None = None
