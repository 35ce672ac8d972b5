"""Step Functions: our engine behind boto3's methods."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from local.engine.api.errors import ApiError
from local.simulator.aws.errors import client_error
from local.simulator.faults.striking import Outward, Strikes

Act = Callable[[str, dict[str, Any]], dict[str, Any]]
Heard = Callable[[str, dict[str, Any]], None]


class StepFunctions:
    """`act` performs an action of the engine that runs now; `heard` is told of every answer that it took."""

    def __init__(self, strikes: Strikes, act: Act, heard: Heard) -> None:
        self._strikes = strikes
        self._act = act
        self._heard = heard

    def start_execution(self, **request: Any) -> dict[str, Any]:
        answer = self._asked("StartExecution", request)
        return {**answer, "startDate": datetime.fromtimestamp(answer["startDate"], UTC)}

    def send_task_success(self, **request: Any) -> dict[str, Any]:
        return self._asked("SendTaskSuccess", request)

    def send_task_failure(self, **request: Any) -> dict[str, Any]:
        return self._asked("SendTaskFailure", request)

    def _asked(self, action: str, request: dict[str, Any]) -> dict[str, Any]:
        def perform() -> dict[str, Any]:
            try:
                answer = self._act(action, request)
            except ApiError as refusal:
                raise client_error(refusal.name.value, action, refusal.message) from refusal
            self._heard(action, request)
            return answer

        return self._strikes.outward(Outward.CALLBACK, action, perform)
