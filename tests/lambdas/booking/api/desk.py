"""A broker's desk for tests: the API's handler in process, on real Postgres, with AWS played by fakes."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from lambdas.booking import api
from lambdas.booking.identifiers import load_id_of, offer_id_of
from lambdas.booking.settings import BookingSettings
from lambdas.shared.postgres import Database
from lambdas.shared.statements import parse_statement
from lambdas.shared.wiring import Dependencies, use

WORKSPACE = "acme"
NOW = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
TARGET, BOOK_NOW, CEILING = 200_000, 210_000, 7_654_321
CARRIERS = (1001, 1002, 1003)
RUN = "run"


def settings() -> BookingSettings:
    named = {name: name.replace("_", "-") for name in BookingSettings.model_fields if name != "sentry_dsn"}
    return BookingSettings.model_validate({**named, "powertools_service_name": "booking"})


@dataclass
class FakeStepFunctions:
    """Remembers runs and answers. `broken` makes every call fail as an unreachable service does."""

    started: list[dict[str, Any]] = field(default_factory=list)
    succeeded: list[dict[str, Any]] = field(default_factory=list)
    failed: list[dict[str, Any]] = field(default_factory=list)
    broken: bool = False

    def start_execution(self, **asked: Any) -> None:
        self._refuse_if_broken()
        self.started.append({**asked, "input": json.loads(asked["input"])})

    def send_task_success(self, *, taskToken: str, output: str) -> None:  # noqa: N803 - AWS's name
        self._refuse_if_broken()
        self.succeeded.append({"token": taskToken, "output": json.loads(output)})

    def send_task_failure(self, *, taskToken: str, error: str, cause: str) -> None:  # noqa: N803 - AWS's name
        self._refuse_if_broken()
        self.failed.append({"token": taskToken, "error": error, "cause": cause})

    def _refuse_if_broken(self) -> None:
        if self.broken:
            raise aws_error("ServiceUnavailable")


@dataclass
class FakeEvents:
    """Remembers what was put on the bus."""

    entries: list[dict[str, Any]] = field(default_factory=list)
    broken: bool = False

    def put_events(self, *, Entries: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: N803 - AWS's name
        if self.broken:
            raise aws_error("InternalException")
        self.entries += Entries
        return {"FailedEntryCount": 0, "Entries": [{"EventId": "1"} for _ in Entries]}

    @property
    def names(self) -> list[str]:
        return [entry["DetailType"] for entry in self.entries]


class FakeTokens:
    """DynamoDB's table of tokens: the token of each wait is its key with `token:` before it."""

    def get_item(self, *, Key: dict[str, Any], **_others: Any) -> dict[str, Any]:  # noqa: N803 - AWS's name
        return {"Item": {"token": {"S": f"token:{Key['pk']['S']}"}}}


class FakeBuckets:
    """S3, as far as documents are linked to."""

    def generate_presigned_url(self, _method: str, *, Params: dict[str, str], **_others: Any) -> str:  # noqa: N803 - AWS's name
        return f"https://documents.example/{Params['Key']}"


def aws_error(code: str) -> Exception:
    from botocore.exceptions import ClientError  # noqa: PLC0415

    return ClientError({"Error": {"Code": code, "Message": code}}, "Call")


@dataclass(frozen=True)
class Person:
    """Who calls: claims of a verified token."""

    role: str
    workspace_id: str = WORKSPACE
    dot_number: int | None = None

    @property
    def claims(self) -> dict[str, str]:
        claims = {"sub": f"{self.role}-{self.dot_number}", "cognito:groups": self.role}
        claims["custom:workspace_id"] = self.workspace_id
        return claims if self.dot_number is None else {**claims, "custom:dot_number": str(self.dot_number)}


BROKER = Person("member")
VIEWER = Person("viewer")
OWNER = Person("owner")


def carrier(dot_number: int, workspace_id: str = WORKSPACE) -> Person:
    return Person("carrier", workspace_id, dot_number)


@dataclass(frozen=True)
class Answered:
    status: int
    body: Any
    headers: dict[str, str]
    raw: str


def rest_event(
    method: str,
    path: str,
    body: Any = None,
    who: Person | None = BROKER,
    headers: dict[str, str] | None = None,
) -> dict[str, Any]:
    """An API Gateway REST proxy event; a string body is sent as it is."""
    path, _, query = path.partition("?")
    asked = parse_qs(query)
    text = body if body is None or isinstance(body, str) else json.dumps(body)
    authorizer = {} if who is None else {"authorizer": {"claims": who.claims}}
    return {
        "resource": "/{proxy+}",
        "path": path,
        "httpMethod": method,
        "headers": {"Content-Type": "application/json", **(headers or {})},
        "multiValueHeaders": {},
        "queryStringParameters": {name: values[-1] for name, values in asked.items()} or None,
        "multiValueQueryStringParameters": asked or None,
        "requestContext": {"stage": "v1", "requestId": "1", **authorizer},
        "body": text,
        "isBase64Encoded": False,
    }


@dataclass
class Desk:
    """The API, its database, and the AWS that it saw."""

    dependencies: Dependencies
    stepfunctions: FakeStepFunctions
    events: FakeEvents

    def send(self, event: dict[str, Any]) -> Answered:
        with use(self.dependencies):
            answer = api.handler(
                event, SimpleNamespace(aws_request_id="1", get_remaining_time_in_millis=lambda: 9_000)
            )
        headers = {
            name: values[0] if isinstance(values, list) else values
            for name, values in answer.get("multiValueHeaders", {}).items()
        }
        return Answered(answer["statusCode"], json.loads(answer["body"]), headers, answer["body"])

    def get(self, path: str, who: Person | None = BROKER) -> Answered:
        return self.send(rest_event("GET", path, None, who))

    def put(self, path: str, body: Any, who: Person | None = BROKER) -> Answered:
        return self.send(rest_event("PUT", path, body, who))

    def post(
        self, path: str, body: Any, who: Person | None = BROKER, headers: dict[str, str] | None = None
    ) -> Answered:
        return self.send(rest_event("POST", path, body, who, headers))

    def sql(self, text: str, **parameters: object) -> list[dict[str, Any]]:
        return self.dependencies.database.execute(parse_statement("test", text), parameters)

    # --- what the run would do ------------------------------------------------------------------

    def load(self, external_id: str = "L1", **fields: Any) -> UUID:
        """A load of the broker's."""
        assert self.put(f"/v1/loads/{external_id}", load_body(**fields)).status in (200, 201)
        return load_id_of(WORKSPACE, external_id)

    def sourcing(self, external_id: str = "L1", **fields: Any) -> UUID:
        """A post that is open: the id of the post. `fields` are of its body."""
        load_id = self.load(external_id)
        posted = self.post(f"/v1/loads/{load_id}/post", post_body(**fields))
        assert posted.status == 202, posted.raw
        self.open_post(UUID(posted.body["post_id"]))
        return UUID(posted.body["post_id"])

    def open_post(self, post_id: UUID) -> None:
        """As source_carriers does on its first visit."""
        self.sql(
            """WITH post AS (
                UPDATE booking.posts SET status = 'OPEN', current_group = 0
                WHERE post_id = CAST(:post_id AS uuid) RETURNING *
            ), load AS (
                UPDATE booking.loads SET status = 'SOURCING', wait_key = :wait_key
                FROM post WHERE loads.load_id = post.load_id RETURNING loads.*
            )
            INSERT INTO booking.offers (offer_id, workspace_id, post_id, load_id, dot_number, group_number,
                status, currency, turn, terms_version, terms, expires_at)
            SELECT md5(post.post_id || dot)::uuid, post.workspace_id, post.post_id, post.load_id,
                CAST(dot AS bigint), 0, 'INVITED', post.currency, 'carrier', load.terms_version,
                load.document, CAST(:expires_at AS timestamptz)
            FROM post, load, jsonb_array_elements_text(post.groups -> 0) AS dot""",
            post_id=post_id,
            wait_key=wait_key("SOURCING"),
            expires_at=NOW + timedelta(minutes=30),
        )

    def offer_of(self, post_id: UUID, dot_number: int) -> UUID:
        rows = self.sql(
            """SELECT offer_id FROM booking.offers
            WHERE post_id = CAST(:post_id AS uuid) AND dot_number = CAST(:dot AS bigint)""",
            post_id=post_id,
            dot=dot_number,
        )
        return UUID(str(rows[0]["offer_id"])) if rows else offer_id_of(post_id, dot_number)

    def booked(self, status: str = "RATECON_SENT", dot_number: int = CARRIERS[0]) -> UUID:
        """A booking of the first load by its first carrier, the run waiting in `status`."""
        post_id = self.sourcing()
        offer_id = self.offer_of(post_id, dot_number)
        accepted = self.post(f"/v1/offers/{offer_id}/accept", {}, carrier(dot_number))
        assert accepted.status == 202, accepted.raw
        self.commit_booking(offer_id, status)
        self.forget()
        return booking_id_for(offer_id)

    def commit_booking(self, offer_id: UUID, status: str) -> None:
        """As book_load and send_rate_confirmation do."""
        self.sql(
            """WITH booking AS (
                INSERT INTO booking.bookings (booking_id, workspace_id, load_id, attempt, offer_id,
                    terms_version, dot_number, amount, currency, status)
                SELECT md5(offer_id::text)::uuid, workspace_id, load_id, 1, offer_id, terms_version,
                    dot_number, amount, currency,
                    CASE :status WHEN 'NEEDS_REVIEW' THEN 'RATECON_SENT' ELSE :status END
                FROM booking.offers WHERE offer_id = CAST(:offer_id AS uuid)
                RETURNING *
            ), document AS (
                INSERT INTO booking.rate_confirmations
                    (booking_id, revision, workspace_id, status, document_key)
                SELECT booking_id, 1, workspace_id, 'SENT', 'rate-confirmations/1.pdf' FROM booking
            ), offer AS (
                UPDATE booking.offers SET status = 'CONFIRMED' WHERE offer_id = CAST(:offer_id AS uuid)
            )
            UPDATE booking.loads
            SET status = :status, wait_key = :wait_key, booking_id = booking.booking_id, held_offer_id = NULL
            FROM booking WHERE loads.load_id = booking.load_id""",
            offer_id=offer_id,
            status=status,
            wait_key=wait_key(status),
        )

    def wait_in(self, status: str, load_id: UUID) -> None:
        self.sql(
            """UPDATE booking.loads SET status = :status, wait_key = :wait_key
            WHERE load_id = CAST(:load_id AS uuid)""",
            status=status,
            wait_key=wait_key(status),
            load_id=load_id,
        )

    def forget(self) -> None:
        """Forget what AWS saw so far."""
        for seen in (self.events.entries, self.stepfunctions.succeeded, self.stepfunctions.failed):
            seen.clear()


def booking_id_for(offer_id: UUID) -> UUID:
    import hashlib  # noqa: PLC0415

    return UUID(hashlib.md5(str(offer_id).encode()).hexdigest())


def wait_key(state: str) -> str:
    return f"{RUN}/{state}/2027-03-01T12:00:00Z"


def make_desk(database_url: str, **clients: Any) -> Desk:
    stepfunctions, events = FakeStepFunctions(), FakeEvents()
    seen = {
        "stepfunctions": stepfunctions,
        "events": events,
        "dynamodb": FakeTokens(),
        "s3": FakeBuckets(),
        **clients,
    }
    database = Database(lambda: database_url)
    dependencies = Dependencies(settings(), database, SimpleNamespace(**seen), clock=lambda: NOW)
    return Desk(dependencies, stepfunctions, events)


# --- bodies -------------------------------------------------------------------------------------


def stop(sequence: int, kind: str, day: int, **fields: Any) -> dict[str, Any]:
    return {
        "sequence": sequence,
        "type": kind,
        "city": "Indianapolis",
        "state": "IN",
        "time_zone": "America/Indiana/Indianapolis",
        "appointment": {
            "kind": "window",
            "start": f"2027-03-{day:02}T07:00:00-05:00",
            "end": f"2027-03-{day:02}T17:00:00-05:00",
        },
        **fields,
    }


def load_body(**fields: Any) -> dict[str, Any]:
    return {
        "load_number": "48000",
        "equipment": "V",
        "commodity": "Auto parts",
        "weight_lb": 31_500,
        "customer_charge": money(987_654_321),
        "stops": [stop(1, "pickup", 10), stop(2, "delivery", 11)],
        **fields,
    }


def post_body(**fields: Any) -> dict[str, Any]:
    return {
        "mode": "broadcast",
        "groups": [{"carriers": [{"dot_number": dot_number} for dot_number in CARRIERS]}],
        "target_rate": money(TARGET),
        "book_now_rate": money(BOOK_NOW),
        "ceiling_rate": money(CEILING),
        **fields,
    }


def money(amount: int, currency: str = "USD") -> dict[str, Any]:
    return {"amount": amount, "currency": currency}
