"""Rows of one load on its way, written and read with plain SQL as an API or a person would see them."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, LiteralString, Self
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from lambdas.booking.identifiers import load_id_of, offer_id_of, post_id_of, run_name_of
from schemas.booking.policy import WorkspacePolicy
from schemas.common import Money

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
WORKSPACE = "acme"
LOAD_ID = load_id_of(WORKSPACE, "TMS-1")
POST_ID = post_id_of(LOAD_ID, 1)
RUN = run_name_of(LOAD_ID, 1)
FIRST_PICKUP = NOW + timedelta(days=3)
LAST_DELIVERY = FIRST_PICKUP + timedelta(days=1)
ALFA, BRAVO, CHARLIE = 1_000_001, 1_000_002, 1_000_003


def policy(**changes: Any) -> WorkspacePolicy:
    short = {
        "offer_ttl_seconds": 600,
        "hold_seconds": 900,
        "rate_confirmation_reminder_seconds": 3_600,
        "driver_lead_seconds": 14_400,
        "delivery_grace_seconds": 3_600,
        "pod_chase_seconds": 3_600,
        "review_seconds": 3_600,
        "review_rounds": 2,
        "tonu_notice_seconds": 86_400,
        "tonu_fee": Money(amount=25_000, currency="USD"),
    }
    return WorkspacePolicy.model_validate(short | changes)


def document() -> dict[str, Any]:
    return {
        "equipment": "V",
        "commodity": "Auto parts",
        "weight_lb": 31_500,
        "references": [{"type": "PO", "value": "PO730000"}],
        "stops": [
            stop(1, "pickup", ("Indianapolis", "IN"), "America/Indiana/Indianapolis", FIRST_PICKUP),
            stop(2, "delivery", ("Columbus", "OH"), "America/New_York", LAST_DELIVERY),
        ],
    }


def stop(sequence: int, kind: str, place: tuple[str, str], zone: str, at: datetime) -> dict[str, Any]:
    appointment = {"kind": "appointment", "start": at.isoformat(), "end": at.isoformat()}
    return {
        "sequence": sequence,
        "type": kind,
        "city": place[0],
        "state": place[1],
        "time_zone": zone,
        "appointment": appointment,
    }


@dataclass(frozen=True)
class Rows:
    """One database with one posted load, open within `with`; every method is one transaction."""

    url: str
    offered: WorkspacePolicy = field(default_factory=policy)

    def __enter__(self) -> Self:
        assert self.connection
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    @cached_property
    def connection(self) -> psycopg.Connection[dict[str, Any]]:
        return psycopg.connect(self.url, row_factory=dict_row, autocommit=True)

    def run(self, sql: LiteralString, **values: Any) -> list[dict[str, Any]]:
        cursor = self.connection.execute(sql, values)
        return cursor.fetchall() if cursor.description else []

    def post_load(self, groups: list[list[int]], mode: str = "waterfall") -> None:
        """A load with its post OPENING, as POST /v1/loads/{load_id}/post leaves it."""
        self.run(
            """
            with load as (
                insert into booking.loads (load_id, workspace_id, external_id, load_number, content_hash,
                    document, post_id, latest_pickup_at, last_delivery_at, created_at, updated_at)
                values (%(load_id)s, %(workspace)s, 'TMS-1', '48000', 'hash', %(document)s, %(post_id)s,
                    %(pickup)s, %(delivery)s, %(now)s, %(now)s))
            insert into booking.posts (post_id, workspace_id, load_id, attempt, status, mode, groups,
                target_rate, book_now_rate, ceiling_rate, currency, offer_ttl_seconds, run_name, policy,
                created_at)
            values (%(post_id)s, %(workspace)s, %(load_id)s, 1, 'OPENING', %(mode)s, %(groups)s, 45000, 47000,
                52000, 'USD', %(ttl)s, %(run)s, %(policy)s, %(now)s)
            """,
            load_id=LOAD_ID,
            workspace=WORKSPACE,
            document=json.dumps(document()),
            post_id=POST_ID,
            pickup=FIRST_PICKUP,
            delivery=LAST_DELIVERY,
            now=NOW,
            mode=mode,
            groups=json.dumps(groups),
            ttl=self.offered.offer_ttl_seconds,
            run=RUN,
            policy=self.offered.model_dump_json(),
        )

    def set_load(self, **columns: Any) -> None:
        assignments = ", ".join(f"{name} = %({name})s" for name in columns)
        self.run(f"update booking.loads set {assignments} where load_id = %(id)s", id=LOAD_ID, **columns)

    def load(self) -> dict[str, Any]:
        return self.run("select * from booking.loads where load_id = %(id)s", id=LOAD_ID)[0]

    def post(self, attempt: int = 1) -> dict[str, Any]:
        sql = "select * from booking.posts where load_id = %(id)s and attempt = %(attempt)s"
        return self.run(sql, id=LOAD_ID, attempt=attempt)[0]

    def offers(self) -> dict[int, str]:
        """Status of each offer of the load's present post, by USDOT number."""
        sql = """select o.dot_number, o.status from booking.offers o
                 join booking.loads l on l.post_id = o.post_id where l.load_id = %(id)s"""
        return {row["dot_number"]: row["status"] for row in self.run(sql, id=LOAD_ID)}

    def bookings(self) -> list[dict[str, Any]]:
        sql = "select * from booking.bookings where load_id = %(id)s order by created_at, booking_id"
        return self.run(sql, id=LOAD_ID)

    def documents(self) -> list[dict[str, Any]]:
        return self.run("select * from booking.rate_confirmations order by booking_id, revision")

    def events(self) -> list[str]:
        """Names of the events in the outbox, in the order in which they were written."""
        sql = "select detail_type from booking.outbox order by created_at, detail_type"
        return [row["detail_type"] for row in self.run(sql)]

    def all_rows(self) -> dict[str, list[dict[str, Any]]]:
        """Everything, to see that nothing at all changed."""
        tables = (
            "loads",
            "posts",
            "offers",
            "bookings",
            "rate_confirmations",
            "vettings",
            "task_answers",
            "outbox",
        )
        return {table: self.run(f"select * from booking.{table} order by 1, 2") for table in tables}


def offer_of(dot_number: int, attempt: int = 1) -> UUID:
    return offer_id_of(post_id_of(LOAD_ID, attempt), dot_number)
