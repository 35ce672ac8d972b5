"""What a release is on AWS: each function's version with its code, each machine's that calls these."""

import base64
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from local.declaration.model import Declaration
from local.declaration.naming import Arns, resource_name
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


def target_of(
    clients: Clients, declarations: Iterable[Declaration], release: Release, *, former: bool = False
) -> Target:
    """Looks up what Terraform published of the release; raises NotPublishedError.

    Of a `former` release what was declared since is left out: its code calls none of that.
    """
    every = [each for each in declarations if not former or each.service in release.services]
    published = Published(clients.functions, release.layer.sha256)
    functions = [
        function for each in every for function in _functions(published, each, release, former=former)
    ]
    versions = {function.name: function.version for function in functions}
    arns = [
        Arns(each, clients.account, clients.region).of("state_machine", name)
        for each in every
        for name in each.state_machines
    ]
    machines = [_machine(clients.machines, arn, versions) for arn in arns]
    migrations = published.require(MIGRATIONS, release.migrations.sha256)
    return Target(tuple(functions), tuple(machines), migrations, release.schemas)


class Published:
    """Versions of functions by the digests of their code and of the layer that they run on."""

    def __init__(self, client: Client, layer: str) -> None:
        self._client = client
        self._layer = _base64(layer)
        self._layers: dict[str, str] = {}

    def find(self, function: str, code: str) -> str | None:
        """The newest version with this code (hexadecimal SHA-256) on the release's layer."""
        pages = self._client.get_paginator("list_versions_by_function").paginate(FunctionName=function)
        versions = [
            version for page in pages for version in page["Versions"] if version["Version"] != "$LATEST"
        ]
        for version in sorted(versions, key=lambda each: int(each["Version"]), reverse=True):
            if version["CodeSha256"] == _base64(code) and self._is_on_the_layer(version):
                return str(version["Version"])
        return None

    def require(self, function: str, code: str) -> str:
        """As `find`; raises NotPublishedError."""
        found = self.find(function, code)
        if found is None:
            raise NotPublishedError(
                f"no version of {function} has the code {code[:12]}… and the layer of the manifest: "
                "apply Terraform with it"
            )
        return found

    def _is_on_the_layer(self, version: Mapping[str, Any]) -> bool:
        return self._layer in {self._digest(layer["Arn"]) for layer in version.get("Layers", [])}

    def _digest(self, layer: str) -> str:
        if layer not in self._layers:
            found = self._client.get_layer_version_by_arn(Arn=layer)
            self._layers[layer] = found["Content"]["CodeSha256"]
        return self._layers[layer]


def _functions(
    published: Published, declaration: Declaration, release: Release, *, former: bool
) -> list[FunctionTarget]:
    code = release.services[declaration.service].sha256
    names = [resource_name(declaration.service, function) for function in declaration.functions]
    look_up = published.find if former else published.require
    found = {name: look_up(name, code) for name in names}
    if not any(found.values()):
        raise NotPublishedError(f"nothing of {declaration.service} in this account is of that release")
    return [FunctionTarget(declaration.service, name, version) for name, version in found.items() if version]


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


def _base64(digest: str) -> str:
    """Lambda's spelling of a SHA-256."""
    return base64.b64encode(bytes.fromhex(digest)).decode()
