"""The two families of errors that may leave a function; their class names are the machine's ErrorEquals."""


class RetryableError(Exception):
    """It may work when tried again: the state machine retries, the API answers 503."""


class RejectedError(Exception):
    """It will not work however often it is tried: the state machine catches, the API answers 4xx."""


class DatabaseUnavailable(RetryableError):
    """Postgres could not be reached, or went away before it answered; whether it wrote is not known."""


class TransactionConflict(RetryableError):
    """Postgres undid the statement because of another transaction (deadlock, serialization)."""


class EventsNotAccepted(RetryableError):
    """EventBridge did not take every event; they are in the outbox, and the relay will send them."""


class CallbackNotSent(RetryableError):
    """Step Functions did not take an answer; it is in `answers`, and the relay will send it."""


class AwsUnavailable(RetryableError):
    """A call to an AWS API failed after the client's own retries."""


class StatementRefused(RejectedError):
    """Postgres refused the statement: `sqlstate` is its five-character code."""

    def __init__(self, message: str, sqlstate: str) -> None:
        super().__init__(message)
        self.sqlstate = sqlstate


class ConstraintViolated(StatementRefused):
    """A unique, foreign-key, check or not-null constraint refused the row; `constraint` is its name."""

    def __init__(self, message: str, sqlstate: str, constraint: str) -> None:
        super().__init__(message, sqlstate)
        self.constraint = constraint


class InvalidTaskInput(RejectedError):
    """The state machine sent a task something else than its input model."""


class InvalidTaskOutput(RejectedError):
    """A task made something else than its output model."""


class EventTooLarge(RejectedError):
    """One event is over EventBridge's 256 KB."""


class SettingsInvalid(RejectedError):
    """The function's environment lacks a variable or holds a wrong one."""


class SecretInvalid(RejectedError):
    """A secret does not hold what its reader needs."""


def recalled(name: str, cause: str | None) -> RejectedError:
    """The error that an earlier try of a visit was left by, again."""
    kind = next((kind for kind in RejectedError.__subclasses__() if kind.__name__ == name), RejectedError)
    error = kind.__new__(kind)
    Exception.__init__(error, cause or name)
    return error
