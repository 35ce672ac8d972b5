"""A broker's desk for tests: the API's handler in process, on real Postgres, with AWS played by fakes."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from lambdas.booking import api
from lambdas.booking.identifiers import load_id_of, offer_id_of
from lambdas.booking.settings import BookingSettings
from lambdas.shared.postgres import Database
from lambdas.shared.statements import parse_statement
from lambdas.shared.wiring import Dependencies, use
from tests.lambdas.booking.api.aws_services import FakeBuckets, FakeEvents, FakeStepFunctions, FakeTokens
from tests.lambdas.booking.api.bodies import CARRIERS, load_body, post_body
from tests.lambdas.booking.api.people import BROKER, WORKSPACE, Person, carrier
from tests.lambdas.booking.api.rest import Answered, rest_event

NOW = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
RUN = "run"


def settings() -> BookingSettings:
    named = {name: name.replace("_", "-") for name in BookingSettings.model_fields if name != "sentry_dsn"}
    return BookingSettings.model_validate({**named, "powertools_service_name": "booking"})


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


def booked_load_id(desk: Desk) -> UUID:
    return UUID(str(desk.sql("SELECT load_id FROM booking.loads")[0]["load_id"]))
