import json
from datetime import timedelta
from typing import Any

import pytest

from lambdas.messaging.webhooks import signature_of
from tests.lambdas.messaging.api.desk import KEY, Desk
from tests.lambdas.messaging.surroundings import NOW

BODY = json.dumps({"reports": [{"kind": "text", "provider_message_id": "1", "sender": "+13175550123",
    "recipient": "+13175550100", "body": "STOP"}]})  # fmt: skip


def call(
    desk: Desk,
    *,
    age_seconds: int = 0,
    key: str = KEY,
    body: str = BODY,
    header: str | None = None,
    provider: str = "telco",
) -> Any:
    seconds = int((NOW - timedelta(seconds=age_seconds)).timestamp())
    signed = f"t={seconds},v1={signature_of(seconds, BODY.encode(), key.encode())}"
    return desk.post(f"/v1/webhooks/{provider}", body, None, **{"X-Chain-Signature": header or signed})


def counted(desk: Desk) -> dict[str, int]:
    rows = desk.sql("SELECT reason, count FROM messaging.refused_webhooks")
    return {row["reason"]: row["count"] for row in rows}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"header": "nothing"}, "unsigned"),
        ({"header": "nothing", "body": "{}"}, "unsigned"),
        ({"age_seconds": 301}, "stale"),
        ({"age_seconds": -301}, "stale"),
        ({"key": "another key"}, "forged"),
        ({"body": BODY.replace("STOP", "GO")}, "forged"),
    ],
)
def test_what_is_not_signed_now_is_refused_and_counted(
    desk: Desk, changes: dict[str, Any], reason: str
) -> None:
    refused = call(desk, **changes)

    assert (refused.status, counted(desk)) == (401, {reason: 1})


def test_names_that_a_stranger_makes_up_are_counted_together(desk: Desk) -> None:
    for number in range(25):
        call(desk, header="nothing", provider=f"made-up-{number}")

    rows = desk.sql("SELECT provider, count FROM messaging.refused_webhooks")
    assert len(rows) == 21
    assert {"provider": "others", "count": 5} in rows


def a_thread(desk: Desk) -> None:
    desk.sql(
        """INSERT INTO messaging.threads (thread_id, workspace_id, channel, origin, address)
        VALUES (gen_random_uuid(), 'acme', 'sms', '+13175550100', '+13175550123')"""
    )


def test_a_signed_call_is_taken_once(desk: Desk) -> None:
    a_thread(desk)

    taken, again = call(desk), call(desk)

    assert (taken.status, taken.body) == (200, {"taken": 1})
    assert (again.status, counted(desk)) == (401, {"replayed": 1})
    [entry] = desk.get("/v1/consents?address=%2B13175550123").body["consents"]
    assert (entry["kind"], entry["source_text"]) == ("revoked", "STOP")


def test_a_call_is_not_taken_again_under_another_providers_name(desk: Desk) -> None:
    a_thread(desk)

    taken, elsewhere = call(desk), call(desk, provider="other")

    assert (taken.status, elsewhere.status, counted(desk)) == (200, 401, {"replayed": 1})


def test_a_signed_call_with_another_body_than_ours_is_told_what_is_wrong(desk: Desk) -> None:
    seconds = int(NOW.timestamp())
    signed = f"t={seconds},v1={signature_of(seconds, b'{}', KEY.encode())}"

    assert call(desk, body="{}", header=signed).status == 422
