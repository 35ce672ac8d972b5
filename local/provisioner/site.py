"""What every part of the provisioner works from: one service's declaration, made real on one machine."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from local.declaration.model import Declaration
from local.declaration.naming import Arns, resource_name
from local.declaration.reference import Reference
from local.packaging import CodePackage
from local.provisioner.clients import Clients
from local.provisioner.platform import ACCOUNT, REGION, Endpoints

LIVE = "live"
LOCAL_SMS_ORIGIN = "+13175550100"
LOCAL_EMAIL_ORIGIN = "dispatch@chain.example"
STAGE = "local"
Report = Callable[[str], None]


@dataclass(frozen=True)
class Site:
    """`layer` and `code` are folders on this machine; `api` is the id of the service's REST API."""

    declaration: Declaration
    endpoints: Endpoints
    clients: Clients
    code: CodePackage
    layer: Path
    api: str

    @property
    def api_url(self) -> str:
        """The base URL, without a trailing slash, to which paths of the declaration are added."""
        return f"{self.endpoints.aws}/restapis/{self.api}/{STAGE}/_user_request_"

    @property
    def service(self) -> str:
        return self.declaration.service

    @property
    def arns(self) -> Arns:
        return Arns(self.declaration, ACCOUNT, REGION)

    def name(self, name: str) -> str:
        """The full name of a declared resource, `chain-booking-callbacks` for `callbacks`."""
        return resource_name(self.service, name)

    def tags(self) -> dict[str, str]:
        return {"project": "chain", "service": self.service}

    def value(self, reference: Reference) -> str:
        """What a function or a secret gets for a reference; empty when the operator set nothing."""
        match reference.kind:
            case "value" | "bus":
                return reference.name
            case "platform":
                return self._platform_value(reference.name)
            case "secret":
                return self.declaration.secrets[reference.name].id
            case "table" | "bucket" | "stream":
                return self.name(reference.name)
            case "state_machine":
                return f"{self.arns.of('state_machine', reference.name)}:{LIVE}"
            case kind:
                return self.arns.of(kind, reference.name)

    def environment(self, function: str) -> dict[str, str]:
        """The declared environment of a function, and the endpoints that stand in for AWS's."""
        declared = {**self.declaration.environment, **self.declaration.functions[function].environment}
        values = {name: self.value(reference) for name, reference in declared.items()}
        return {
            **{name: value for name, value in values.items() if value},
            "AWS_ENDPOINT_URL": self.endpoints.aws,
            "AWS_ENDPOINT_URL_SFN": self.endpoints.states,
            "AWS_ENDPOINT_URL_LAMBDA": self.endpoints.functions,
            "AWS_ENDPOINT_URL_PINPOINT_SMS_VOICE_V2": self.endpoints.phones,
            "AWS_ENDPOINT_URL_SESV2": self.endpoints.phones,
        }

    def _platform_value(self, name: str) -> str:
        values: Mapping[str, str] = {
            "database_url": self.endpoints.database,
            "fmcsa_base_url": self.endpoints.fmcsa,
            "fmcsa_web_key": os.environ.get("FMCSA_WEB_KEY", self.endpoints.fmcsa_web_key),
            "public_base_url": self.api_url,
            "sentry_dsn": os.environ.get("SENTRY_DSN", ""),
            "sms_origin": os.environ.get("SMS_ORIGIN", LOCAL_SMS_ORIGIN),
            "email_origin": os.environ.get("EMAIL_ORIGIN", LOCAL_EMAIL_ORIGIN),
        }
        return values[name]
