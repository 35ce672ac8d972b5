"""Links on a DynamoDB table of moto: issued again and again, used once, and what the rest are told."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import boto3
import pytest
from moto import mock_aws

from lambdas.booking.links import (
    Link,
    LinkError,
    LinkExpired,
    LinkRevoked,
    Links,
    LinkTarget,
    LinkUnknown,
    LinkUsed,
)
from lambdas.shared.errors import AwsUnavailable, SecretInvalid

NOW = datetime(2027, 3, 10, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=48)
TARGET = LinkTarget("acme", UUID(int=7), 1)
SECRET = b"s" * 32
TABLE = "chain-booking-links"


@pytest.fixture
def dynamodb(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    with mock_aws():
        client = boto3.client("dynamodb", region_name="us-east-1")
        client.create_table(
            TableName=TABLE,
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        yield client


@pytest.fixture
def links(dynamodb: Any) -> Links:
    return Links(dynamodb, TABLE, SECRET)


def test_a_retried_task_gives_the_same_link(links: Links) -> None:
    first, second = links.issue(TARGET, LATER), links.issue(TARGET, LATER)

    assert first == second
    assert first.url("https://broker.example/") == f"https://broker.example/sign/{first.token}"


@pytest.mark.parametrize(
    "other",
    [
        TARGET._replace(revision=2),
        TARGET._replace(booking_id=UUID(int=8)),
        TARGET._replace(workspace_id="other"),
    ],
)
def test_every_revision_has_its_own_link(links: Links, other: LinkTarget) -> None:
    assert links.derive(other).token != links.derive(TARGET).token


def test_another_secret_makes_another_link(links: Links, dynamodb: Any) -> None:
    assert Links(dynamodb, TABLE, b"t" * 32).derive(TARGET).token != links.derive(TARGET).token


def test_a_short_secret_is_refused_without_being_shown(dynamodb: Any) -> None:
    with pytest.raises(SecretInvalid, match="at least 32") as caught:
        Links(dynamodb, TABLE, b"short-secret")

    assert "short-secret" not in str(caught.value)


def test_only_the_digest_is_stored_and_nothing_shows_token_or_secret(links: Links, dynamodb: Any) -> None:
    link = links.issue(TARGET, LATER)

    stored = dynamodb.scan(TableName=TABLE)["Items"]

    assert [item["pk"]["S"] for item in stored] == [link.digest]
    assert int(stored[0]["expires"]["N"]) == int((LATER + timedelta(days=30)).timestamp())
    assert link.token not in str(stored) + repr(link)
    assert "ssss" not in repr(links)


def test_peeking_does_not_use_a_link(links: Links) -> None:
    link = links.issue(TARGET, LATER)

    assert [links.peek(link.token, NOW), links.peek(link.token, NOW)] == [TARGET, TARGET]
    assert links.consume(link.token, "request-1", NOW) == TARGET


def test_a_link_is_used_once(links: Links) -> None:
    link = links.issue(TARGET, LATER)
    links.consume(link.token, "request-1", NOW)

    with pytest.raises(LinkUsed):
        links.consume(link.token, "request-2", NOW)
    with pytest.raises(LinkUsed):
        links.peek(link.token, NOW)


def test_the_request_that_used_a_link_may_be_retried(links: Links) -> None:
    link = links.issue(TARGET, LATER)
    links.consume(link.token, "request-1", NOW)

    assert links.consume(link.token, "request-1", NOW) == TARGET


def test_issuing_again_does_not_revive_a_used_link(links: Links) -> None:
    link = links.issue(TARGET, LATER)
    links.consume(link.token, "request-1", NOW)

    links.issue(TARGET, LATER)

    with pytest.raises(LinkUsed):
        links.consume(link.token, "request-2", NOW)


Opening = Callable[[Links, Link, datetime], LinkTarget]
OPENINGS: list[Opening] = [
    lambda links, link, now: links.peek(link.token, now),
    lambda links, link, now: links.consume(link.token, "request-1", now),
]


@pytest.mark.parametrize("opening", OPENINGS)
def test_a_link_expires(links: Links, opening: Opening) -> None:
    link = links.issue(TARGET, LATER)

    assert opening(links, link, LATER - timedelta(seconds=1)) == TARGET
    other = links.issue(TARGET._replace(revision=2), LATER)
    with pytest.raises(LinkExpired):
        opening(links, other, LATER)


@pytest.mark.parametrize("opening", OPENINGS)
def test_a_link_that_was_never_issued_is_unknown(links: Links, opening: Opening) -> None:
    with pytest.raises(LinkUnknown):
        opening(links, links.derive(TARGET), NOW)


@pytest.mark.parametrize("opening", OPENINGS)
def test_a_voided_revision_revokes_its_link(links: Links, opening: Opening) -> None:
    link = links.issue(TARGET, LATER)
    links.revoke(TARGET, NOW)
    links.revoke(TARGET, LATER)

    with pytest.raises(LinkRevoked):
        opening(links, link, NOW)


@pytest.mark.parametrize("opening", OPENINGS)
def test_a_link_revoked_before_it_was_issued_never_works(links: Links, opening: Opening) -> None:
    links.revoke(TARGET, NOW)

    link = links.issue(TARGET, LATER)

    with pytest.raises(LinkRevoked):
        opening(links, link, NOW)


@pytest.mark.parametrize("error", [LinkUnknown, LinkExpired, LinkUsed, LinkRevoked])
def test_every_refusal_says_what_to_do(error: type[LinkError]) -> None:
    assert "broker" in str(error())


def test_a_table_that_does_not_answer_is_retryable(dynamodb: Any) -> None:
    missing = Links(dynamodb, "no-such-table", SECRET)

    for call in (
        lambda: missing.issue(TARGET, LATER),
        lambda: missing.peek("token", NOW),
        lambda: missing.revoke(TARGET, NOW),
    ):
        with pytest.raises(AwsUnavailable):
            call()
