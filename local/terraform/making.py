"""The platform of one machine, made by Terraform in the provisioner's stead, and handed to its users."""

import os
from pathlib import Path
from typing import Any

from local.bootstrap.layout import ROOT
from local.declaration.model import Declaration
from local.declaration.naming import resource_name
from local.declaration.reading import read_all
from local.functions.configuration import FunctionConfiguration, configuration_file
from local.packaging.code import CodePackage
from local.provisioner import storage
from local.provisioner.clients import Client, Clients
from local.provisioner.functions import configure_host
from local.provisioner.platform import Endpoints, Platform
from local.provisioner.site import LIVE, LOCAL_EMAIL_ORIGIN, LOCAL_SMS_ORIGIN, Site
from local.terraform.command import terraform
from local.terraform.local_environment import LocalEnvironment, Made
from local.terraform.release import UnpackedRelease, unpacked_release


def make(home: Path, endpoints: Endpoints) -> Platform:
    """Applies `terraform/environments/local` to the running programs, and adopts what it made.

    A second time it changes nothing. Raises TerraformMissingError, TerraformFailedError, PackagingError.
    """
    release = unpacked_release(home)
    environment = LocalEnvironment(home)
    environment.prepare(endpoints, release.archives, _origins())
    with terraform() as command:
        made = environment.apply(command)
    return _adopt(home, endpoints, release, made)


def _origins() -> dict[str, str]:
    return {
        "sms": os.environ.get("SMS_ORIGIN", LOCAL_SMS_ORIGIN),
        "email": os.environ.get("EMAIL_ORIGIN", LOCAL_EMAIL_ORIGIN),
    }


def _adopt(home: Path, endpoints: Endpoints, release: UnpackedRelease, made: Made) -> Platform:
    """Puts the secrets' values, as an operator does; gives the tasks to the host and the ids to the CLI."""
    clients, declarations = Clients(endpoints), read_all(ROOT)
    for declaration in declarations:
        storage.ensure_secrets(_site(declaration, endpoints, clients, release))
        for name in declaration.functions:
            _shift(clients.of("lambda"), resource_name(declaration.service, name))
    tasks = [
        _task(clients, declaration.service, name, release)
        for declaration in declarations
        for name, function in declaration.functions.items()
        if function.kind == "task"
    ]
    configure_host(configuration_file(home), tasks)
    platform = _platform(endpoints, declarations, made)
    platform.write(home)
    return platform


def _site(declaration: Declaration, endpoints: Endpoints, clients: Clients, release: UnpackedRelease) -> Site:
    service = declaration.service
    code = CodePackage(release.services[service], release.archives / f"{service}.zip", "")
    return Site(declaration, endpoints, clients, code, release.layer, api=service)


def _shift(functions: Client, name: str) -> None:
    """Moves the alias to the newest version: Terraform publishes, and leaves traffic to the deployer."""
    versions = functions.list_versions_by_function(FunctionName=name)["Versions"]
    newest = max((each["Version"] for each in versions if each["Version"].isdigit()), key=int)
    if functions.get_alias(FunctionName=name, Name=LIVE)["FunctionVersion"] != newest:
        functions.update_alias(FunctionName=name, Name=LIVE, FunctionVersion=newest)


def _task(clients: Clients, service: str, name: str, release: UnpackedRelease) -> FunctionConfiguration:
    """The function as Terraform made it, with its role's own credentials."""
    function = resource_name(service, name)
    found: dict[str, Any] = clients.of("lambda").get_function_configuration(FunctionName=function)
    return FunctionConfiguration(
        name=function,
        handler=found["Handler"],
        memory=found["MemorySize"],
        timeout=found["Timeout"],
        code=release.services[service],
        layer=release.layer,
        environment=found["Environment"]["Variables"],
        role=found["Role"],
    )


def _platform(endpoints: Endpoints, declarations: list[Declaration], made: Made) -> Platform:
    machines = {
        name: made.state_machine_arns[resource_name(declaration.service, name)]
        for declaration in declarations
        for name in declaration.state_machines
    }
    return Platform(
        api_url=made.api_urls[declarations[0].service],
        api_urls=made.api_urls,
        aws_endpoint=endpoints.aws,
        states_endpoint=endpoints.states,
        lambda_endpoint=endpoints.functions,
        fmcsa_url=endpoints.fmcsa,
        phones_url=endpoints.phones,
        database_url=endpoints.database,
        user_pool_id=made.user_pool_id,
        client_id=made.client_id,
        state_machine_arn=next(iter(machines.values())),
        state_machine_arns=machines,
        bus_name=declarations[0].buses[0],
    )
