"""Errors in AWS's names, as botocore's model of Step Functions has them."""

from enum import StrEnum


class ErrorName(StrEnum):
    ACTIVITY_ALREADY_EXISTS = "ActivityAlreadyExists"
    ACTIVITY_DOES_NOT_EXIST = "ActivityDoesNotExist"
    ACTIVITY_LIMIT_EXCEEDED = "ActivityLimitExceeded"
    ACTIVITY_WORKER_LIMIT_EXCEEDED = "ActivityWorkerLimitExceeded"
    CONFLICT = "ConflictException"
    EXECUTION_ALREADY_EXISTS = "ExecutionAlreadyExists"
    EXECUTION_DOES_NOT_EXIST = "ExecutionDoesNotExist"
    EXECUTION_NOT_REDRIVABLE = "ExecutionNotRedrivable"
    INVALID_ARN = "InvalidArn"
    INVALID_DEFINITION = "InvalidDefinition"
    INVALID_ENCRYPTION_CONFIGURATION = "InvalidEncryptionConfiguration"
    INVALID_EXECUTION_INPUT = "InvalidExecutionInput"
    INVALID_LOGGING_CONFIGURATION = "InvalidLoggingConfiguration"
    INVALID_NAME = "InvalidName"
    INVALID_OUTPUT = "InvalidOutput"
    INVALID_TOKEN = "InvalidToken"  # noqa: S105 -- AWS's error name, not a secret
    MISSING_REQUIRED_PARAMETER = "MissingRequiredParameter"
    RESOURCE_NOT_FOUND = "ResourceNotFound"
    SERVICE_QUOTA_EXCEEDED = "ServiceQuotaExceededException"
    SERVICE_UNAVAILABLE = "ServiceUnavailableException"
    STATE_MACHINE_ALREADY_EXISTS = "StateMachineAlreadyExists"
    STATE_MACHINE_DOES_NOT_EXIST = "StateMachineDoesNotExist"
    STATE_MACHINE_TYPE_NOT_SUPPORTED = "StateMachineTypeNotSupported"
    TASK_DOES_NOT_EXIST = "TaskDoesNotExist"
    TASK_TIMED_OUT = "TaskTimedOut"
    TOO_MANY_TAGS = "TooManyTags"
    UNKNOWN_OPERATION = "UnknownOperationException"
    VALIDATION = "ValidationException"


class ApiError(Exception):
    """Refuses a request; `name` is AWS's, the message says why."""

    def __init__(self, name: ErrorName, message: str, status: int = 400) -> None:
        super().__init__(f"{name}: {message}")
        self.name = name
        self.message = message
        self.status = status


def type_not_supported() -> ApiError:
    """STANDARD where EXPRESS is asked for, or the other way round."""
    return ApiError(
        ErrorName.STATE_MACHINE_TYPE_NOT_SUPPORTED,
        "This operation is not supported by this type of state machine",
    )
