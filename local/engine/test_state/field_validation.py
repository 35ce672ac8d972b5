"""A mocked result against the answer of the API action that the task calls.

Source: AWS, API reference, MockInput (`fieldValidationMode`); the models are botocore's. What a `.sync` task
gives its state is the answer of the action that is polled.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from local.engine.asl.resources import ResourceKind, TaskResource
from local.engine.commands import Pattern
from local.engine.test_state.request import PRESENT, STRICT, RefusedTestError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from local.engine.asl.payload import JSON

_SDK = "aws-sdk:"
_BOTO_NAMES = {
    "states": "stepfunctions",
    "sfn": "stepfunctions",
    "eventbridge": "events",
    "cloudwatchlogs": "logs",
    "cloudwatchevents": "events",
    "cognitoidentityprovider": "cognito-idp",
    "cognitoidentity": "cognito-identity",
    "elasticmapreduce": "emr",
    "rdsdata": "rds-data",
    "aws-batch": "batch",
}
_POLLED = {
    ("states", "startExecution"): "DescribeExecution",
    ("batch", "submitJob"): "DescribeJobs",
    ("ecs", "runTask"): "DescribeTasks",
    ("codebuild", "startBuild"): "BatchGetBuilds",
    ("athena", "startQueryExecution"): "GetQueryExecution",
    ("glue", "startJobRun"): "GetJobRun",
    ("sagemaker", "createTrainingJob"): "DescribeTrainingJob",
    ("sagemaker", "createTransformJob"): "DescribeTransformJob",
    ("sagemaker", "createProcessingJob"): "DescribeProcessingJob",
}
_TYPES = {
    "list": (list, "an array"),
    "map": (dict, "an object"),
    "structure": (dict, "an object"),
    "boolean": (bool, "a boolean"),
}
_ABBREVIATION = re.compile(r"[A-Z]{2,}(?=[A-Z][a-z]|$)")
_NUMBERS = frozenset({"integer", "long", "float", "double", "bigdecimal", "short", "byte"})


def check_result(resource: TaskResource, result: JSON, mode: str) -> None:
    """Raises `RefusedTestError`; what is not a service's own answer (a function's, a callback's) is free."""
    if mode not in (STRICT, PRESENT) or result is None:
        return
    shape = _answer_shape(resource)
    if shape is not None:
        if not isinstance(result, dict):
            raise RefusedTestError("ValidationException", "Mocked result must be a JSON object.")
        _Validation(is_strict=mode == STRICT).check(result, shape, "")


def _answer_shape(resource: TaskResource) -> Any:
    if resource.kind is not ResourceKind.SERVICE or resource.pattern is Pattern.WAIT_FOR_TASK_TOKEN:
        return None
    service = resource.service.removeprefix(_SDK)
    action = resource.action.split(".")[0]
    name = action[:1].upper() + action[1:]
    if resource.pattern is not Pattern.REQUEST_RESPONSE:
        name = _POLLED.get((service, action), "")
    model = _model(_BOTO_NAMES.get(service, service))
    if model is None or name not in model.operation_names:
        return None
    return model.operation_model(name).output_shape


@cache
def _model(service: str) -> Any:
    """Botocore's model of a service, None where it knows none."""
    from botocore.exceptions import UnknownServiceError  # noqa: PLC0415 -- 40 ms that other engines do not pay
    from botocore.loaders import Loader  # noqa: PLC0415
    from botocore.model import ServiceModel  # noqa: PLC0415

    try:
        return ServiceModel(Loader().load_service_model(service, "service-2"), service)
    except UnknownServiceError:
        return None


class _Validation:
    def __init__(self, *, is_strict: bool) -> None:
        self._is_strict = is_strict

    def check(self, value: JSON, shape: Any, field: str) -> None:
        kind = shape.type_name
        self._check_type(value, kind, field)
        if kind == "structure":
            self._check_members(value, shape)
        elif kind == "list":
            self._check_size(len(value), shape, field)
            for element in value:
                self.check(element, shape.member, field)
        elif kind == "map":
            for name, member in value.items():
                self.check(member, shape.value, name)
        elif kind in _NUMBERS:
            self._check_range(value, shape, field)
        elif kind != "boolean":
            self._check_text(value, shape, field)

    def _check_type(self, value: JSON, kind: str, field: str) -> None:
        if kind in _NUMBERS:
            fits, called = isinstance(value, int | float) and not isinstance(value, bool), "a number"
        else:
            expected, called = _TYPES.get(kind, (str, "a string"))
            fits = isinstance(value, expected)
        if not fits:
            raise _refused(f"Field '{field}' must be {called}")

    def _check_members(self, value: Mapping[str, JSON], shape: Any) -> None:
        members = {shown: shape.members[name] for name in shape.members for shown in _spellings(name)}
        if self._is_strict:
            for name in shape.required_members:
                if not any(shown in value for shown in _spellings(name)):
                    raise _refused(f"Required field '{_spellings(name)[0]}' is missing")
        for name, member in value.items():
            if name in members:
                self.check(member, members[name], name)

    def _check_text(self, value: str, shape: Any, field: str) -> None:
        if shape.type_name == "timestamp":
            return
        allowed = shape.metadata.get("enum")
        if allowed and value not in allowed:
            raise _refused(f"Field '{field}' is not an expected value")
        self._check_size(len(value), shape, field)

    def _check_size(self, size: int, shape: Any, field: str) -> None:
        if size < shape.metadata.get("min", size):
            raise _refused(f"Field '{field}' is smaller than the minimum length")
        if size > shape.metadata.get("max", size):
            raise _refused(f"Field '{field}' exceeds the maximum length")

    def _check_range(self, value: float, shape: Any, field: str) -> None:
        if value < shape.metadata.get("min", value):
            raise _refused(f"Field '{field}' is less than the minimum value")
        if value > shape.metadata.get("max", value):
            raise _refused(f"Field '{field}' exceeds the maximum value")


def _spellings(name: str) -> tuple[str, str]:
    """How Step Functions shows a member: `DbInstances` for aws-sdk tasks, else `DBInstances`."""
    spelled = name[:1].upper() + name[1:]
    return _ABBREVIATION.sub(lambda found: found[0].capitalize(), spelled), spelled


def _refused(why: str) -> RefusedTestError:
    return RefusedTestError("ValidationException", f"Mock result schema validation error: {why}")
