"""What the models of AWS's services take and give is what botocore's service models say."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import botocore.session
from botocore.exceptions import ClientError
from botocore.validate import ParamValidator

from local.simulator.faults.striking import THROTTLED, UNHEARD
from local.simulator.place import Place
from local.simulator.scenario import scenario_of
from local.simulator.world import Planted, World
from tests.local.simulator.settings import setting

OF_EVERY_SERVICE = {*THROTTLED.values(), UNHEARD}
OPERATIONS = {
    "put_events": ("events", "PutEvents"),
    "get_item": ("dynamodb", "GetItem"),
    "put_item": ("dynamodb", "PutItem"),
    "update_item": ("dynamodb", "UpdateItem"),
    "delete_item": ("dynamodb", "DeleteItem"),
    "start_execution": ("stepfunctions", "StartExecution"),
    "send_task_success": ("stepfunctions", "SendTaskSuccess"),
    "send_task_failure": ("stepfunctions", "SendTaskFailure"),
    "put_object": ("s3", "PutObject"),
}


class Checked:
    """A client whose requests, answers and errors are held against the service's model."""

    def __init__(self, client: Any, seen: Counter[str], problems: list[str]) -> None:
        self._client = client
        self._seen = seen
        self._problems = problems
        self._session = botocore.session.get_session()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        called = getattr(self._client, name)
        if name not in OPERATIONS:
            return called  # type: ignore[no-any-return]
        service, operation = OPERATIONS[name]
        model = self._session.get_service_model(service).operation_model(operation)

        def checked(**request: Any) -> Any:
            self._seen[operation] += 1
            self._compare(operation, request, model.input_shape)
            try:
                answer = called(**request)
            except ClientError as error:
                known = {shape.metadata["error"].get("code", shape.name) for shape in model.error_shapes}
                if error.response["Error"]["Code"] not in known | OF_EVERY_SERVICE:
                    self._problems.append(f"{operation} has no error {error.response['Error']['Code']}")
                raise
            self._compare(operation, answer, model.output_shape)
            return answer

        return checked

    def _compare(self, operation: str, members: Any, shape: Any) -> None:
        report = ParamValidator().validate(members, shape)
        if report.has_errors():
            self._problems.append(f"{operation}: {report.generate_report()}")


def test_every_call_of_a_world_is_one_that_aws_would_take(place: Place) -> None:
    # given
    seen: Counter[str] = Counter()
    problems: list[str] = []
    world = World(setting(runs=6), scenario_of("booking"), place, Planted())
    for name in ("events", "dynamodb", "stepfunctions", "s3"):
        setattr(world.clients, name, Checked(getattr(world.clients, name), seen, problems))

    # when
    outcome = world.play()

    # then
    assert outcome.broken is None
    assert sorted(set(problems)) == []
    assert {"PutEvents", "GetItem", "PutItem", "UpdateItem", "StartExecution", "PutObject"} <= set(seen)
    assert {"SendTaskSuccess", "SendTaskFailure"} & set(seen)
