"""The names and ARNs that a declared resource has on every platform."""

from local.declaration.model import Declaration


def resource_name(service: str, name: str) -> str:
    """`chain-booking-vet-carrier` for `vet_carrier` of the service `booking`."""
    return f"chain-{service}-{name.replace('_', '-')}"


def dead_letters_name(service: str, subscription: str) -> str:
    return f"{resource_name(service, subscription)}-dead-letters"


ORIGINS = {"sms": ("sms-voice", "phone-number/*"), "email": ("ses", "identity/*")}


class Arns:
    """ARNs of one service's resources in an account and region."""

    def __init__(self, declaration: Declaration, account: str, region: str) -> None:
        self._service = declaration.service
        self._secrets = declaration.secrets
        self._account = account
        self._region = region

    def of(self, kind: str, name: str) -> str:
        """The ARN of the resource that a reference of `kind` and `name` means."""
        if kind == "bus":
            return self._arn("events", f"event-bus/{name}")
        if kind == "bucket":
            return f"arn:aws:s3:::{self.name(name)}"
        if kind == "dead_letters":
            return self._arn("sqs", dead_letters_name(self._service, name))
        if kind == "origin":
            return self._arn(*ORIGINS[name])
        if kind == "secret":
            return self._arn("secretsmanager", f"secret:{self._secrets[name].id}")
        service, prefix = {
            "table": ("dynamodb", "table/"),
            "function": ("lambda", "function:"),
            "state_machine": ("states", "stateMachine:"),
            "queue": ("sqs", ""),
            "topic": ("sns", ""),
            "stream": ("kinesis", "stream/"),
        }[kind]
        return self._arn(service, f"{prefix}{self.name(name)}")

    def name(self, name: str) -> str:
        return resource_name(self._service, name)

    def _arn(self, service: str, resource: str) -> str:
        return f"arn:aws:{service}:{self._region}:{self._account}:{resource}"
