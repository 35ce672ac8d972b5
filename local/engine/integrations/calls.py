"""The integrations that leave the engine, by a task's `Resource`."""

from collections.abc import Callable

from local.engine.commands import InvokeTask
from local.engine.driver.outside import Answer
from local.engine.integrations.clients import Clients, Services
from local.engine.integrations.resource import is_function_arn, parse_resource

Invoke = Callable[[InvokeTask], Answer]


def service_invoke(services: Services) -> Invoke:
    """Calls through boto3, which is imported with the first call."""
    clients = Clients(services)

    def invoke(task: InvokeTask) -> Answer:
        from local.engine.integrations.functions import invoke_by_arn, invoke_by_name  # noqa: PLC0415
        from local.engine.integrations.service_calls import call_service  # noqa: PLC0415

        if is_function_arn(task.resource):
            return invoke_by_arn(clients, task)
        resource = parse_resource(task.resource)
        if (resource.service, resource.action, resource.aws_sdk) == ("lambda", "invoke", False):
            return invoke_by_name(clients, task)
        return call_service(clients, task, resource)

    return invoke
