"""Which error names a Retry or Catch may hold: our classes and AWS's."""

import ast
from pathlib import Path

AWS_ERRORS = frozenset(
    {
        "States.ALL",
        "States.Timeout",
        "States.HeartbeatTimeout",
        "Lambda.AWSLambdaException",
        "Lambda.ClientExecutionTimeoutException",
        "Lambda.SdkClientException",
        "Lambda.ServiceException",
        "Lambda.TooManyRequestsException",
        "Lambda.Unknown",
        "Runtime.ExitError",
        "Sandbox.Timedout",
        "StepFunctions.ExecutionAlreadyExistsException",
        "StepFunctions.ExecutionLimitExceededException",
        "StepFunctions.SdkClientException",
        "StepFunctions.SfnException",
        "StepFunctions.ThrottlingException",
    }
)
LAMBDAS = Path(__file__).parents[1] / "lambdas"


def error_classes() -> frozenset[str]:
    """Names of the classes in every `lambdas/<package>/errors.py`, read without importing them."""
    return frozenset(name for path in LAMBDAS.glob("*/errors.py") for name in _classes(path))


def _classes(path: Path) -> list[str]:
    return [node.name for node in ast.parse(path.read_text()).body if isinstance(node, ast.ClassDef)]
