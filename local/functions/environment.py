"""The environment of a worker: what AWS Lambda gives a Python function, and nothing of the host's own."""

import os
from collections.abc import Mapping

from local.functions.configuration import Configuration, FunctionConfiguration
from local.functions.credentials import CREDENTIALS, LOCAL_KEY


def worker_environment(
    configuration: Configuration, function: FunctionConfiguration, runtime_api: str, log_stream: str
) -> Mapping[str, str]:
    """`runtime_api` is the `host:port` of the worker's own Runtime API."""
    return {
        **function.environment,
        **_credentials(configuration, function),
        "AWS_DEFAULT_REGION": configuration.region,
        "AWS_EXECUTION_ENV": "AWS_Lambda_python3.11",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory),
        "AWS_LAMBDA_FUNCTION_NAME": function.name,
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{function.name}",
        "AWS_LAMBDA_LOG_STREAM_NAME": log_stream,
        "AWS_LAMBDA_RUNTIME_API": runtime_api,
        "AWS_REGION": configuration.region,
        "LAMBDA_TASK_ROOT": str(function.code),
        "LANG": "en_US.UTF-8",
        "PATH": os.defpath,
        "PYTHONPATH": str(function.layer),
        "TZ": ":UTC",
        "_HANDLER": function.handler,
    }


def _credentials(configuration: Configuration, function: FunctionConfiguration) -> Mapping[str, str]:
    """The account's own, or the place where the SDK gets the role's, again whenever they expire."""
    if function.role is None:
        return {"AWS_ACCESS_KEY_ID": configuration.account, "AWS_SECRET_ACCESS_KEY": LOCAL_KEY}
    host = function.environment["AWS_ENDPOINT_URL_LAMBDA"]
    return {"AWS_CONTAINER_CREDENTIALS_FULL_URI": f"{host}{CREDENTIALS}/{function.name}"}
