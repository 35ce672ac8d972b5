"""RedriveExecution: on from the states that did not succeed, once for each client token."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from local.engine.api.errors import ApiError, ErrorName
from local.engine.api.executions import execution_of, redrivable
from local.engine.api.pages import epoch
from local.engine.stimuli import Redriven

if TYPE_CHECKING:
    from local.engine.engine import Engine

_TOKENS_HOLD = timedelta(minutes=15)
_TOKENS_OF_A_RUN = 10


@dataclass(eq=False)
class ClientTokens:
    """The last ten tokens that redrove each run, for 15 minutes (AWS, RedriveExecution), in memory.

    A client that asks again after the engine was killed in between is told that the run is RUNNING.
    """

    _used: dict[str, deque[tuple[str, datetime, datetime]]] = field(default_factory=dict)

    def redriven_at(self, arn: str, token: str | None, now: datetime) -> datetime | None:
        """When this token redrove the run; None when it did not."""
        for used, at, redriven_at in self._used.get(arn, ()):
            if used == token and now - at <= _TOKENS_HOLD:
                return redriven_at
        return None

    def keep(self, arn: str, token: str | None, now: datetime, redriven_at: datetime) -> None:
        if token is None:
            return
        self._used = {name: used for name, used in self._used.items() if now - used[-1][1] <= _TOKENS_HOLD}
        self._used.setdefault(arn, deque(maxlen=_TOKENS_OF_A_RUN)).append((token, now, redriven_at))


def redrive(engine: "Engine", request: dict[str, Any]) -> dict[str, Any]:
    """Within 14 days of the end and a year of the start, under 24,999 events (AWS)."""
    now, token = engine.clock.now(), request.get("clientToken")
    execution = execution_of(engine, request["executionArn"])
    before = engine.client_tokens.redriven_at(execution.arn, token, now)
    if before is not None:
        return {"redriveDate": epoch(before)}
    status, reason = redrivable(execution, now)
    if status != "REDRIVABLE":
        raise ApiError(ErrorName.EXECUTION_NOT_REDRIVABLE, f"{reason}")
    engine.driver.deliver(execution.id, Redriven())
    redriven_at = execution_of(engine, execution.arn).redriven_at
    assert redriven_at is not None
    engine.client_tokens.keep(execution.arn, token, now, redriven_at)
    return {"redriveDate": epoch(redriven_at)}
