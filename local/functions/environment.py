"""The environment of a worker: what AWS Lambda gives a Python function, and nothing of the host's own."""

import os
from collections.abc import Mapping

from local.functions.configuration import Configuration, FunctionConfiguration


def worker_environment(
    configuration: Configuration, function: FunctionConfiguration, runtime_api: str, log_stream: str
) -> Mapping[str, str]:
    """`runtime_api` is the `host:port` of the worker's own Runtime API."""
    return {
        **function.environment,
        "AWS_ACCESS_KEY_ID": configuration.account,
        "AWS_SECRET_ACCESS_KEY": "local",
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
