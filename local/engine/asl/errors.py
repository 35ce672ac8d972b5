"""The two ways a machine can be wrong: at creation (diagnostics) and while it runs (state errors)."""

from __future__ import annotations

from dataclasses import dataclass

ALL = "States.ALL"
BRANCH_FAILED = "States.BranchFailed"
DATA_LIMIT_EXCEEDED = "States.DataLimitExceeded"
EXCEED_TOLERATED_FAILURE_THRESHOLD = "States.ExceedToleratedFailureThreshold"
HEARTBEAT_TIMEOUT = "States.HeartbeatTimeout"
ITEM_READER_FAILED = "States.ItemReaderFailed"
QUERY_EVALUATION_ERROR = "States.QueryEvaluationError"
RESULT_PATH_MATCH_FAILURE = "States.ResultPathMatchFailure"
RESULT_WRITER_FAILED = "States.ResultWriterFailed"
RUNTIME = "States.Runtime"
TASK_FAILED = "States.TaskFailed"
TIMEOUT = "States.Timeout"

THRESHOLD_EXCEEDED = "The specified tolerated failure threshold was exceeded"


class StateError(Exception):
    """A state could not be carried out; `error` is the name that Retry and Catch match.

    `located` causes get AWS's opening "An error occurred while executing the state …".
    """

    def __init__(self, error: str, cause: str, *, located: bool = True) -> None:
        super().__init__(f"{error}: {cause}")
        self.error = error
        self.cause = cause
        self.located = located


class RuntimeStateError(StateError):
    """`States.Runtime`: the data does not fit the definition; `States.ALL` does not match it."""

    def __init__(self, cause: str) -> None:
        super().__init__(RUNTIME, cause)


class MissingValueError(RuntimeStateError):
    """A path of a template leads nowhere in the document; the cause ends with the document."""

    def __init__(self, about: str, document: str) -> None:
        super().__init__(f"{about} could not be found in the input '{document}'")
        self._about = about

    def in_document(self, text: str) -> MissingValueError:
        """The same about the document as it is written: the service shows the text that arrived."""
        return MissingValueError(self._about, text)


class QueryEvaluationError(StateError):
    """A JSONata field could not be evaluated; the run's history gets an event for it.

    `location` is the field (`Output/rate`), None for what no field says. `validated` tells that the
    expression gave a value of the right type, which was then refused.
    """

    def __init__(self, cause: str, location: str | None, *, validated: bool = False) -> None:
        super().__init__(QUERY_EVALUATION_ERROR, cause)
        self.location = location
        self.validated = validated


class ExpressionSyntaxError(ValueError):
    """A path, intrinsic call or template that cannot be read; the message says where."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding of the validation, as ValidateStateMachineDefinition returns it.

    `location` is a JSON-pointer-like place (`/States/Pay/Retry[0]`), None for the whole machine.
    """

    code: str
    message: str
    location: str | None
    severity: str = "ERROR"

    def __str__(self) -> str:
        return f"{self.code}: {self.message} at {'null' if self.location is None else self.location}"


class InvalidDefinition(Exception):
    """The definition is refused; `str()` is AWS's message."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        listed = ", ".join(str(diagnostic) for diagnostic in diagnostics)
        super().__init__(f"Invalid State Machine Definition: '{listed}'")
        self.diagnostics = diagnostics
