"""The integrations that leave the engine, by a task's `Resource`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from local.engine.commands import InvokeTask
from local.engine.driver.outside import Answer, PendingCall
from local.engine.integrations.clients import Clients, Services
from local.engine.integrations.resource import calls_a_function, parse_resource

Invoke = Callable[[InvokeTask], Answer]


@runtime_checkable
class Beginner(Protocol):
    """An `Invoke` that makes some calls without waiting for their answer."""

    def can_begin(self, task: InvokeTask) -> bool: ...

    def reaches_nothing(self, task: InvokeTask) -> bool: ...

    def begin(self, task: InvokeTask) -> Answer | PendingCall | None:
        """None when the call has to be waited for after all."""
        ...


def service_invoke(services: Services) -> Invoke:
    """Calls through boto3, which is imported with the first call, and functions of this machine without."""
    return ServiceInvoke(Clients(services))


@dataclass(frozen=True)
class ServiceInvoke:
    clients: Clients

    def __call__(self, task: InvokeTask) -> Answer:
        from local.engine.integrations.functions import invoke  # noqa: PLC0415 -- botocore's memory
        from local.engine.integrations.service_calls import call_service  # noqa: PLC0415 -- as above

        if calls_a_function(task.resource):
            return invoke(self.clients, task)
        return call_service(self.clients, task, parse_resource(task.resource))

    def can_begin(self, task: InvokeTask) -> bool:
        return self.clients.local_functions.is_here and calls_a_function(task.resource)

    def reaches_nothing(self, _task: InvokeTask) -> bool:
        return False

    def begin(self, task: InvokeTask) -> Answer | PendingCall | None:
        from local.engine.integrations.functions import begin  # noqa: PLC0415 -- botocore's memory

        return begin(self.clients, task)
