"""boto3 clients for the services that tasks call, made on first use."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from local.engine.integrations.local_functions import LocalFunctions

_LONGEST_FUNCTION_SECONDS = 900


@dataclass(frozen=True, slots=True)
class Services:
    """Where the services answer: one URL for all, others by boto3's service name (`lambda`, `sqs` …).

    A URL of None is the service's own address on AWS.
    """

    endpoint: str | None = None
    endpoints: Mapping[str, str] = field(default_factory=dict)
    region: str = "us-east-1"
    access_key_id: str = "test"
    secret_access_key: str = "test"  # noqa: S105 -- what local emulators accept
    connections: int = 64


class Clients:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._clients: dict[tuple[str, str], Any] = {}
        self._lock = threading.Lock()
        self.local_functions = LocalFunctions(
            services.endpoints.get("lambda", services.endpoint), _LONGEST_FUNCTION_SECONDS + 30
        )

    def client(self, service: str, region: str | None = None) -> Any:
        """The client of boto3's `service`; raises botocore's `UnknownServiceError`."""
        key = (service, region or self._services.region)
        with self._lock:
            if key not in self._clients:
                self._clients[key] = self._make(*key)
            return self._clients[key]

    def _make(self, service: str, region: str) -> Any:
        import boto3  # noqa: PLC0415 -- costs 100 ms and 20 MB that an engine with tasks in process does not need
        from botocore.config import Config  # noqa: PLC0415

        services = self._services
        is_lambda = service == "lambda"
        config = Config(
            max_pool_connections=services.connections,
            read_timeout=_LONGEST_FUNCTION_SECONDS + 30 if is_lambda else 60,
            retries={"total_max_attempts": 1 if is_lambda else 3, "mode": "standard"},
            tcp_keepalive=True,
        )
        session = boto3.session.Session(services.access_key_id, services.secret_access_key)
        return session.client(  # type: ignore[call-overload]  # the service's name is only known at run time
            service,
            region_name=region,
            endpoint_url=services.endpoints.get(service, services.endpoint),
            config=config,
        )
