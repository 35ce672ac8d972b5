"""The ledger as staff keep it, and that no template of theirs gets around it."""

from typing import Any

import pytest

from tests.lambdas.messaging.api.desk import Desk

REVOKED = {"kind": "revoked", "scope": "all", "source_text": "asked on the phone"}


def a_template(**handling: Any) -> dict[str, Any]:
    return {"variants": {"en": {"text": "Load {{load.number}} is ready."}}, "handling": handling}


@pytest.mark.parametrize(
    ("written", "kept"),
    [("Dana@Roe.Example", "dana@roe.example"), ("(317) 555-0123", "+13175550123")],
)
def test_an_address_is_kept_as_messages_have_it(desk: Desk, written: str, kept: str) -> None:
    recorded = desk.post("/v1/consents", {**REVOKED, "address": written})

    assert (recorded.status, recorded.body["address"]) == (201, kept)
    assert desk.sql("SELECT address FROM messaging.consents") == [{"address": kept}]


def test_a_ledger_is_found_however_its_mailbox_is_written(desk: Desk) -> None:
    desk.post("/v1/consents", {**REVOKED, "address": "dana@roe.example"})

    [entry] = desk.get("/v1/consents?address=Dana%40Roe.example").body["consents"]

    assert entry["source_text"] == "asked on the phone"


@pytest.mark.parametrize("scope", ["answer", "all"])
def test_no_template_may_go_out_without_asking_the_ledger(desk: Desk, scope: str) -> None:
    refused = desk.put("/v1/templates/ready", a_template(scope=scope))

    assert refused.status == 422
    assert "reserved" in refused.raw
    assert desk.put("/v1/templates/ready", a_template(scope="operational")).status == 200
