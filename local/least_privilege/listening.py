"""Hears what a function calls, and refuses what it is to do without, as IAM would."""

from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError

from local.declaration.model import Declaration

PREFIXES = {"stepfunctions": "states", "sms": "sms-voice", "sesv2": "ses"}
ACTIONS = {"generate_presigned_url": "GetObject"}
ORIGINS = {"sms": "origin/sms", "sesv2": "origin/email"}
Note = Callable[[str, str], None]
"""Hears an IAM action and a resource as `kind/name`; raises what IAM would answer."""


def denied(action: str, resource: str) -> ClientError:
    """As AWS refuses."""
    message = f"not authorized to perform {action} on {resource}"
    return ClientError(
        {"Error": {"Code": "AccessDeniedException", "Message": message}}, action.partition(":")[2]
    )


class Names:
    """From what a request names to the declared resource."""

    def __init__(self, declaration: Declaration) -> None:
        self._declaration = declaration

    def of(self, service: str, request: dict[str, Any]) -> str:
        """`table/callbacks` of a request to DynamoDB."""
        match service:
            case "dynamodb":
                return f"table/{self._table(request['TableName'])}"
            case "s3":
                return f"bucket/{next(iter(self._declaration.buckets))}"
            case "events":
                return f"bus/{self._declaration.buses[0]}"
            case "stepfunctions":
                return f"state_machine/{next(iter(self._declaration.state_machines))}"
            case "sqs":
                kind = "dead_letters" if "dead" in str(request) else "queue"
                return f"{kind}/{self._subscription(request)}"
            case _:
                return ORIGINS[service]

    def _table(self, name: str) -> str:
        """The declared table whose name is in the request's."""
        return next(table for table in self._declaration.tables if table in name)

    def _subscription(self, request: dict[str, Any]) -> str:
        asked = str(request.get("QueueUrl") or request.get("QueueName")).replace("-", "_")
        names = self._declaration.subscriptions
        return next((name for name in names if name in asked), next(iter(names)))

    def secret(self, secret_id: str) -> str:
        """`secret/links` of `chain/booking/links`; tests may name theirs otherwise, as with tables."""
        return f"secret/{next(name for name in self._declaration.secrets if name in secret_id)}"


class Clients:
    """Clients that are overheard."""

    def __init__(self, clients: Any, note: Note, names: Names) -> None:
        self._clients = clients
        self._note = note
        self._names = names

    def __getattr__(self, service: str) -> Any:
        return _Client(service, getattr(self._clients, service), self._note, self._names)


class _Client:
    def __init__(self, service: str, client: Any, note: Note, names: Names) -> None:
        self._service = service
        self._client = client
        self._note = note
        self._names = names

    def __getattr__(self, method: str) -> Any:
        call = getattr(self._client, method)
        if not callable(call) or method == "meta":
            return call

        def called(*positional: Any, **request: Any) -> Any:
            named = ACTIONS.get(method) or method.title().replace("_", "")
            prefix = PREFIXES.get(self._service, self._service)
            self._note(f"{prefix}:{named}", self._names.of(self._service, request))
            return call(*positional, **request)

        return called
