from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import boto3
import pytest
from moto import mock_aws

from lambdas.booking.actions import link_holder
from lambdas.booking.links import Links, LinkTarget
from tests.lambdas.booking.api.desk import CARRIERS, NOW, WORKSPACE, Desk, FakeTokens, carrier, make_desk

SIGNER = {"signer": {"name": "Ann Lee"}}


class Tables(FakeTokens):
    """Tokens as the fake has them, links in moto's table."""

    def __init__(self, dynamodb: object) -> None:
        self.put_item = dynamodb.put_item  # type: ignore[attr-defined]
        self.update_item = dynamodb.update_item  # type: ignore[attr-defined]
        self.read = dynamodb.get_item  # type: ignore[attr-defined]

    def get_item(self, **asked: object) -> dict[str, object]:
        if asked["TableName"] == "links":
            return self.read(**asked)  # type: ignore[no-any-return]
        return super().get_item(**asked)  # type: ignore[arg-type]


@pytest.fixture
def tables(monkeypatch: pytest.MonkeyPatch) -> Iterator[Tables]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "chain")
    with mock_aws():
        dynamodb = boto3.client("dynamodb", region_name="us-east-1")
        dynamodb.create_table(
            TableName="links",
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        yield Tables(dynamodb)


@pytest.fixture
def links(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> Links:
    made = Links(tables, "links", b"s" * 32)
    monkeypatch.setattr(link_holder, "links_of", lambda _dependencies: made)
    return made


@pytest.fixture
def desk(migrated_database: str, tables: Tables, links: Links) -> Iterator[Desk]:
    desk = make_desk(migrated_database, dynamodb=tables)
    desk.sql(
        """INSERT INTO booking.workspaces (workspace_id, policy)
        VALUES ('acme', '{"book_now_wait_seconds": 0}')"""
    )
    yield desk
    desk.dependencies.database.close()


def link_to(links: Links, booking_id: UUID, revision: int = 1) -> str:
    return links.issue(LinkTarget(WORKSPACE, booking_id, revision), NOW + timedelta(days=2)).token


def test_whoever_holds_the_link_reads_and_signs_once(desk: Desk, links: Links) -> None:
    booking_id = desk.booked()
    token = link_to(links, booking_id)

    read = desk.get(f"/sign/{token}", None)
    signed = desk.post(f"/sign/{token}", SIGNER, None)
    again = desk.post(f"/sign/{token}", SIGNER, None)
    rejected = desk.post(f"/sign/{token}/reject", {"reason": "rate"}, None)

    assert (read.status, read.body["booking_id"]) == (200, str(booking_id)), read.raw
    assert (signed.status, again.status, rejected.status) == (200, 200, 410)
    assert signed.body["rate_confirmations"][0]["status"] == "SIGNED"
    assert [set(answer["output"]) for answer in desk.stepfunctions.succeeded] == [{"deadline_seconds"}]
    assert token not in rejected.raw


def test_a_link_signs_its_own_booking_only(desk: Desk, links: Links) -> None:
    booking_id = desk.booked()
    token = link_to(links, UUID(int=1))
    path = f"/v1/bookings/{booking_id}/rate-confirmation/sign"

    refused = desk.post(path, {**SIGNER, "link_token": token}, carrier(CARRIERS[1]))
    own = desk.post(path, {**SIGNER, "link_token": link_to(links, booking_id)}, carrier(CARRIERS[1]))

    assert (refused.status, own.status) == (404, 200)


def test_a_link_sent_to_a_wrong_booking_still_works_for_its_own(desk: Desk, links: Links) -> None:
    booking_id = desk.booked()
    token = link_to(links, booking_id)
    path = f"/v1/bookings/{UUID(int=1)}/rate-confirmation/reject"

    wrong = desk.post(path, {"reason": "rate", "link_token": token}, carrier(CARRIERS[1]))
    signed = desk.post(f"/sign/{token}", SIGNER, None)

    assert (wrong.status, signed.status) == (404, 200), signed.raw


def test_unknown_expired_and_revoked_links_open_nothing(desk: Desk, links: Links) -> None:
    booking_id = desk.booked()
    target = LinkTarget(WORKSPACE, booking_id, 1)
    expired = links.issue(target, NOW - timedelta(seconds=1)).token

    assert desk.get("/sign/AAAAAAAAAAAAAAAAAAAAAAAA", None).status == 404
    assert desk.get(f"/sign/{expired}", None).status == 410
    links.revoke(target, NOW)
    assert desk.post(f"/sign/{expired}", SIGNER, None).status == 410
    assert desk.stepfunctions.succeeded == []
