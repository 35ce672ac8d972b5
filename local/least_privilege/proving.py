"""IAM asked about the roles that Terraform made: what each may do, and what it may not without one action.

The emulator enforces IAM for DynamoDB, S3, Secrets Manager and EventBridge: there the call itself is made,
with the role's credentials. For all others `SimulatePrincipalPolicy` answers.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

import boto3
from botocore.exceptions import ClientError

from local.declaration.model import Declaration
from local.declaration.naming import Arns, resource_name
from local.least_privilege.grants import Grant
from local.provisioner.clients import Clients
from local.provisioner.platform import ACCOUNT, REGION
from local.provisioner.roles import OBJECT_ACTIONS, POLICY

ENFORCED = ("dynamodb", "s3", "secretsmanager", "events")
REFUSALS = ("AccessDenied", "AccessDeniedException")
CONCRETE = {"phone-number/*": "phone-number/one", "identity/*": "identity/chain.example"}
NOBODYS = {"Source": "chain.nobody", "DetailType": "LeastPrivilege", "Detail": "{}"}
Call = Callable[[Any], object]


@dataclass
class Prover:
    """Asks about grants of these declarations, on a running platform that Terraform made."""

    clients: Clients
    declarations: dict[str, Declaration]
    _credentials: dict[str, Any] = field(default_factory=dict)

    def may(self, grant: Grant) -> bool:
        """Whether the role may do what the grant says: told by the call where it is enforced."""
        if grant.action.partition(":")[0] in ENFORCED:
            return self._is_let_through(grant)
        return self._is_simulated(grant)

    @contextmanager
    def without(self, grant: Grant) -> Iterator[None]:
        """The role without this one action on this one resource, for as long as the context is open."""
        iam, role = self.clients.of("iam"), role_name(grant)
        document = self.policy(role)
        arn = self._arn(grant)
        statements = [left for each in document["Statement"] for left in _without(each, grant.action, arn)]
        _put(iam, role, {**document, "Statement": statements})
        try:
            yield
        finally:
            _put(iam, role, document)

    def policy(self, role: str) -> dict[str, Any]:
        """The document of the role's policy."""
        found = self.clients.of("iam").get_role_policy(RoleName=role, PolicyName=POLICY)["PolicyDocument"]
        document: dict[str, Any] = json.loads(found) if isinstance(found, str) else found
        return document

    def _is_simulated(self, grant: Grant) -> bool:
        answer = self.clients.of("iam").simulate_principal_policy(
            PolicySourceArn=f"arn:aws:iam::{ACCOUNT}:role/{role_name(grant)}",
            ActionNames=[grant.action],
            ResourceArns=[self._arn(grant)],
        )
        return bool(answer["EvaluationResults"][0]["EvalDecision"] == "allowed")

    def _is_let_through(self, grant: Grant) -> bool:
        service = grant.action.partition(":")[0]
        try:
            self._call(grant)(self._client(grant, service))
        except ClientError as error:
            return error.response["Error"]["Code"] not in REFUSALS
        return True

    def _client(self, grant: Grant, service: str) -> Any:
        role = role_name(grant)
        if role not in self._credentials:
            arn = f"arn:aws:iam::{ACCOUNT}:role/{role}"
            taken = self.clients.of("sts").assume_role(RoleArn=arn, RoleSessionName="prover")
            self._credentials[role] = taken["Credentials"]
        held = self._credentials[role]
        connect: Any = boto3.client
        return connect(
            service,
            endpoint_url=self.clients.endpoints.aws,
            region_name=REGION,
            aws_access_key_id=held["AccessKeyId"],
            aws_secret_access_key=held["SecretAccessKey"],
            aws_session_token=held["SessionToken"],
        )

    def _call(self, grant: Grant) -> Call:
        """The grant's action, on an item, object or event that is nobody's."""
        declaration, operation = self.declarations[grant.service], grant.action.partition(":")[2]
        match grant.kind:
            case "table":
                partition = declaration.tables[grant.name].partition_key.name
                table, key = resource_name(grant.service, grant.name), {partition: {"S": "nobody"}}
                if operation == "PutItem":
                    return lambda client: client.put_item(TableName=table, Item=key)
                method = {"GetItem": "get_item", "UpdateItem": "update_item", "DeleteItem": "delete_item"}
                return lambda client: getattr(client, method[operation])(TableName=table, Key=key)
            case "bucket":
                bucket = f"{resource_name(grant.service, grant.name)}-{ACCOUNT}"
                if operation == "PutObject":
                    return lambda client: client.put_object(Bucket=bucket, Key="nobody", Body=b"")
                return lambda client: client.get_object(Bucket=bucket, Key="nobody")
            case "secret":
                secret = declaration.secrets[grant.name].id
                return lambda client: client.get_secret_value(SecretId=secret)
            case _:
                return lambda client: client.put_events(Entries=[{**NOBODYS, "EventBusName": grant.name}])

    def _arn(self, grant: Grant) -> str:
        arn = Arns(self.declarations[grant.service], ACCOUNT, REGION).of(grant.kind, grant.name)
        match grant.kind:
            case "secret":
                return str(
                    self.clients.of("secretsmanager").describe_secret(SecretId=arn.split("secret:")[1])["ARN"]
                )
            case "bucket":
                return f"{arn}-{ACCOUNT}/nobody" if grant.action in OBJECT_ACTIONS else f"{arn}-{ACCOUNT}"
            case "origin":
                kind = arn.rpartition(":")[2]
                return arn.replace(kind, CONCRETE[kind])
            case _:
                return arn


def role_name(grant: Grant) -> str:
    """A machine's role is apart, for it may share its name with a function."""
    return resource_name(grant.service, f"{grant.role}_machine" if grant.is_machine else grant.role)


def _without(statement: dict[str, Any], action: str, arn: str) -> Iterator[dict[str, Any]]:
    actions, resources = _listed(statement["Action"]), _listed(statement["Resource"])
    if action not in actions or not any(fnmatchcase(arn, resource) for resource in resources):
        yield statement
    elif len(actions) > 1:
        yield {**statement, "Action": [each for each in actions if each != action]}


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def _put(iam: Any, role: str, document: dict[str, Any]) -> None:
    iam.put_role_policy(RoleName=role, PolicyName=POLICY, PolicyDocument=json.dumps(document))
