"""One request as the actions see it: who asks, when, and with what it may work."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lambdas.shared.api.caller import Caller, Side
from lambdas.shared.events import Cause
from lambdas.shared.refusals import NotFound
from lambdas.shared.wiring import Dependencies


@dataclass(frozen=True)
class Call:
    """`now` is aware; `patient` is false when the caller asked not to be kept waiting for an outcome."""

    caller: Caller
    dependencies: Dependencies
    now: datetime
    sleep: Callable[[float], None]
    patient: bool = True

    @property
    def workspace_id(self) -> str:
        return self.caller.workspace_id

    @property
    def side(self) -> Side:
        return self.caller.side

    def cause(self, key: str, correlated_with: UUID) -> Cause:
        """What this request's events are derived from: `key` is the row and version that it writes."""
        return Cause(key, self.workspace_id, str(correlated_with), self.now, self.caller.subject)


def identifier(text: str, what: str) -> UUID:
    """Read an id of a path; one that is malformed does not exist either. Raises NotFound."""
    try:
        return UUID(text)
    except ValueError:
        raise NotFound(what) from None
