"""A broker's desk of messages: the API's handler in process, on real Postgres, AWS played by fakes."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from lambdas.messaging import api
from lambdas.shared.postgres import Database
from lambdas.shared.statements import parse_statement
from lambdas.shared.wiring import Dependencies, use
from tests.lambdas.booking.api.aws_services import FakeEvents, FakeStepFunctions, aws_error
from tests.lambdas.booking.api.people import BROKER, OWNER, Person
from tests.lambdas.booking.api.rest import Answered, rest_event
from tests.lambdas.messaging.surroundings import NOW, settings
from tests.lambdas.shared.secret_store import secrets_hold

KEY = "a shared key that is long enough"


class Items:
    """DynamoDB, as far as signatures are used up and tokens are read."""

    def __init__(self) -> None:
        self.ids: set[str] = set()

    def put_item(self, **request: Any) -> None:
        identifier = request["Item"]["id"]["S"]
        if identifier in self.ids:
            raise aws_error("ConditionalCheckFailedException")
        self.ids.add(identifier)

    def get_item(self, *, Key: dict[str, Any], **_others: Any) -> dict[str, Any]:  # noqa: N803 - AWS's name
        return {"Item": {"token": {"S": f"token:{Key['pk']['S']}"}}}


@dataclass
class Desk:
    """The API, its database, and the AWS that it saw."""

    dependencies: Dependencies
    stepfunctions: FakeStepFunctions
    events: FakeEvents

    def send(self, event: dict[str, Any]) -> Answered:
        context = SimpleNamespace(aws_request_id="1", get_remaining_time_in_millis=lambda: 9_000)
        answer = api.handler(event, context)
        return Answered(answer["statusCode"], json.loads(answer["body"]), {}, answer["body"])

    def get(self, path: str, who: Person | None = BROKER) -> Answered:
        return self.send(rest_event("GET", path, None, who))

    def put(self, path: str, body: Any, who: Person | None = OWNER) -> Answered:
        return self.send(rest_event("PUT", path, body, who))

    def delete(self, path: str, who: Person | None = OWNER) -> Answered:
        return self.send(rest_event("DELETE", path, None, who))

    def post(self, path: str, body: Any, who: Person | None = BROKER, **headers: str) -> Answered:
        return self.send(rest_event("POST", path, body, who, headers))

    def sql(self, text: str, **parameters: object) -> list[dict[str, Any]]:
        return self.dependencies.database.execute(parse_statement("test", text), parameters)


@contextmanager
def desk_on(url: str, dynamodb: Any = None) -> Iterator[Desk]:
    stepfunctions, events = FakeStepFunctions(), FakeEvents()
    clients = SimpleNamespace(stepfunctions=stepfunctions, events=events, dynamodb=dynamodb or Items())
    dependencies = Dependencies(settings(), Database(lambda: url), clients, clock=lambda: NOW)
    with use(dependencies), secrets_hold(key=KEY):
        yield Desk(dependencies, stepfunctions, events)
        dependencies.database.close()
