"""What a release is on AWS: each function's version with its code, each machine's that calls these."""

import base64
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from local.declaration.model import Declaration
from local.declaration.naming import Arns
from local.deployment.clients import Client, Clients
from local.deployment.failures import NotPublishedError
from local.packaging.release import Release

MIGRATIONS = "chain-migrations"
CALLED_VERSION = re.compile(r":function:([A-Za-z0-9_-]+):(\d+)\b")


@dataclass(frozen=True)
class FunctionTarget:
    """`service` names the CodeDeploy application, `name` the function."""

    service: str
    name: str
    version: str


@dataclass(frozen=True)
class MachineTarget:
    """ARNs of the state machine and of its version."""

    arn: str
    version_arn: str

    @property
    def alias_arn(self) -> str:
        return f"{self.arn}:live"


@dataclass(frozen=True)
class Target:
    """All functions and machines of a release; `migrations`: the version of the migration function.

    `schemas`: the newest revision that the code was built with, by service.
    """

    functions: tuple[FunctionTarget, ...]
    machines: tuple[MachineTarget, ...]
    migrations: str
    schemas: Mapping[str, str]


def target_of(clients: Clients, declarations: Iterable[Declaration], release: Release) -> Target:
    """Looks up what Terraform published of the release; raises NotPublishedError."""
    every = list(declarations)
    functions = [function for each in every for function in _functions(clients.functions, each, release)]
    versions = {function.name: function.version for function in functions}
    machines = [
        _machine(
            clients.machines, Arns(each, clients.account, clients.region).of("state_machine", name), versions
        )
        for each in every
        for name in each.state_machines
    ]
    migrations = _version(clients.functions, MIGRATIONS, release.migrations.sha256)
    return Target(tuple(functions), tuple(machines), migrations, release.schemas)


def _functions(client: Client, declaration: Declaration, release: Release) -> Iterator[FunctionTarget]:
    digest = release.services[declaration.service].sha256
    for function in declaration.functions:
        name = f"chain-{declaration.service}-{function.replace('_', '-')}"
        yield FunctionTarget(declaration.service, name, _version(client, name, digest))


def _version(client: Client, function: str, digest: str) -> str:
    code = base64.b64encode(bytes.fromhex(digest)).decode()
    pages = client.get_paginator("list_versions_by_function").paginate(FunctionName=function)
    found = [
        int(version["Version"])
        for page in pages
        for version in page["Versions"]
        if version["CodeSha256"] == code and version["Version"] != "$LATEST"
    ]
    if not found:
        raise NotPublishedError(
            f"no version of {function} has the code {digest[:12]}… of the manifest: apply Terraform with it"
        )
    return str(max(found))


def _machine(client: Client, arn: str, versions: dict[str, str]) -> MachineTarget:
    for version in client.list_state_machine_versions(stateMachineArn=arn)["stateMachineVersions"]:
        version_arn = version["stateMachineVersionArn"]
        called = CALLED_VERSION.findall(
            client.describe_state_machine(stateMachineArn=version_arn)["definition"]
        )
        if all(versions.get(function) == number for function, number in called):
            return MachineTarget(arn, version_arn)
    raise NotPublishedError(
        f"no version of {arn.rsplit(':', 1)[1]} calls the release's functions: apply Terraform with it"
    )
