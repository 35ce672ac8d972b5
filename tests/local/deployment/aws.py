"""AWS's answers one by one, in the shapes of its API models; a call that is not expected fails."""

from typing import Any

import boto3
from botocore.stub import Stubber

from local.deployment.clients import Clients

ACCOUNT, REGION = "000000000000", "us-east-1"
SERVICES = ("lambda", "codedeploy", "stepfunctions", "cloudwatch")


class ScriptedAws:
    """`expect` says a service's next call and its answer, `refuse` its error; `all_made`: every one came."""

    def __init__(self) -> None:
        connect: Any = boto3.client
        options = {"region_name": REGION, "aws_access_key_id": "chain", "aws_secret_access_key": "chain"}
        self._clients = {service: connect(service, **options) for service in SERVICES}
        self._stubs = {service: Stubber(client) for service, client in self._clients.items()}
        for stub in self._stubs.values():
            stub.activate()

    @property
    def clients(self) -> Clients:
        made = self._clients
        return Clients(
            ACCOUNT, REGION, made["lambda"], made["codedeploy"], made["stepfunctions"], made["cloudwatch"]
        )

    def expect(self, service: str, call: str, asked: dict[str, Any], answer: dict[str, Any]) -> None:
        self._stubs[service].add_response(call, answer, asked)

    def refuse(self, service: str, call: str, code: str) -> None:
        self._stubs[service].add_client_error(call, service_error_code=code)

    def all_made(self) -> None:
        for stub in self._stubs.values():
            stub.assert_no_pending_responses()
