"""What Amazon States Language has and the Step Functions Data Science SDK 2.3.0 does not.

The SDK renders a field's name from its snake case (`max_delay_seconds` → `MaxDelaySeconds`),
so a missing field only has to be allowed.
"""

from enum import Enum
from typing import Any, Self

from stepfunctions.steps import Catch, Fail, Retry, Task


class MissingField(Enum):
    """Fields of the States Language that `stepfunctions.steps.fields.Field` lacks."""

    RESULT_SELECTOR = "result_selector"
    MAX_DELAY_SECONDS = "max_delay_seconds"
    JITTER_STRATEGY = "jitter_strategy"
    ERROR_PATH = "error_path"
    CAUSE_PATH = "cause_path"


class ResultSelection:
    def allowed_fields(self) -> list[Enum]:
        return [*super().allowed_fields(), MissingField.RESULT_SELECTOR]


class Jitter:
    def allowed_fields(self) -> list[Enum]:
        return [*super().allowed_fields(), MissingField.MAX_DELAY_SECONDS, MissingField.JITTER_STRATEGY]


class ErrorFromState:
    def allowed_fields(self) -> list[Enum]:
        return [*super().allowed_fields(), MissingField.ERROR_PATH, MissingField.CAUSE_PATH]


class JitteredRetry(Jitter, Retry):
    """A Retry with a cap on the delay and with jitter."""


class FailWith(ErrorFromState, Fail):
    """A Fail state that may take its error and cause from the state's input."""


class Step(ResultSelection, Task):
    """A Task whose edges read as sentences: `step.on("States.Timeout", to=other)`."""

    def __init__(self, state_id: str, **fields: Any) -> None:
        # The SDK puts kwargs into the state in the order they come; Comment first reads best.
        super().__init__(state_id, **{"comment": fields.pop("comment"), **fields})

    def on(self, *errors: str, to: Any) -> Self:
        """Catch these errors, in this order of precedence, and keep the error at `$.problem`."""
        self.add_catch(Catch(error_equals=list(errors), result_path="$.problem", next_step=to))
        return self

    def otherwise(self, to: Any) -> Self:
        return self.on("States.ALL", to=to)
