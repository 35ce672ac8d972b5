from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest

from lambdas.booking.links import Links, LinkTarget
from tests.lambdas.booking.api.bodies import CARRIERS
from tests.lambdas.booking.api.desk import NOW, Desk, make_desk
from tests.lambdas.booking.api.people import WORKSPACE, carrier
from tests.lambdas.booking.api.tables import Tables, tables
from tests.lambdas.booking.surroundings import LINKS_KEY
from tests.lambdas.shared.secret_store import secrets_hold

SIGNER = {"signer": {"name": "Ann Lee"}}


@pytest.fixture
def dynamodb(monkeypatch: pytest.MonkeyPatch) -> Iterator[Tables]:
    with tables(monkeypatch) as made:
        yield made


@pytest.fixture
def links(dynamodb: Tables) -> Links:
    """The links that the service issues, which share its table and its key."""
    return Links(dynamodb, "links-table", LINKS_KEY.encode())


@pytest.fixture
def desk(migrated_database: str, dynamodb: Tables) -> Iterator[Desk]:
    desk = make_desk(migrated_database, dynamodb=dynamodb)
    desk.sql(
        """INSERT INTO booking.workspaces (workspace_id, policy)
        VALUES ('acme', '{"book_now_wait_seconds": 0}')"""
    )
    with secrets_hold(key=LINKS_KEY):
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
