"""What the declarations grant: each action on each resource to each role, one by one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from local.declaration.model import Declaration, Permission


@dataclass(frozen=True, order=True)
class Grant:
    """`role` is the declared name of a function or a machine of `service`; `resource` is `kind/name`."""

    service: str
    role: str
    action: str
    resource: str
    source: str | None = None
    is_machine: bool = False

    def __str__(self) -> str:
        return f"{self.service}.{self.role}: {self.action} on {self.resource}"

    @property
    def kind(self) -> str:
        return self.resource.partition("/")[0]

    @property
    def name(self) -> str:
        return self.resource.partition("/")[2]


def declared_grants(declarations: Iterable[Declaration]) -> list[Grant]:
    """Every grant of every service.yaml, in order."""
    return sorted(grant for declaration in declarations for grant in _of_service(declaration))


def _of_service(declaration: Declaration) -> Iterator[Grant]:
    for name, function in declaration.functions.items():
        yield from _of_role(declaration.service, name, function.permissions, is_machine=False)
    for name, machine in declaration.state_machines.items():
        yield from _of_role(declaration.service, name, machine.permissions, is_machine=True)


def _of_role(
    service: str, role: str, permissions: Iterable[Permission], *, is_machine: bool
) -> Iterator[Grant]:
    for permission in permissions:
        resource = f"{permission.resource.kind}/{permission.resource.name}"
        for action in permission.actions:
            yield Grant(service, role, action, resource, permission.source, is_machine)
