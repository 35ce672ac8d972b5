import json
from datetime import UTC, datetime
from typing import Any

from lambdas.booking.equipment import equipment_of
from tests.lambdas.booking.tasks.stage import Stage
from tests.lambdas.booking.test_rate_confirmation import text_of


def document_of(stage: Stage) -> str:
    [pdf] = stage.clients.s3.objects.values()
    return text_of(pdf)


def link_expires_at(stage: Stage) -> datetime:
    [sent] = [detail for detail in stage.details() if "link_expires_at" in detail["data"]]
    return datetime.fromisoformat(sent["data"]["link_expires_at"])


def test_the_link_ends_as_long_after_the_state_was_entered_however_late_the_task_ran(stage: Stage) -> None:
    # given
    stage.play_until("RATECON_SENT")
    visit = stage.payload("RATECON_SENT")

    # when the try that succeeds is a minute late
    stage.clock.step(60)
    stage.call(visit)

    # then
    entered_at = datetime.fromisoformat(visit["entered_at"]).astimezone(UTC)
    seconds = stage.rows.offered.rate_confirmation_link_seconds
    assert (link_expires_at(stage) - entered_at).total_seconds() == seconds


def test_a_stop_names_its_facility_and_its_address(stage: Stage) -> None:
    # given
    document: dict[str, Any] = stage.rows.load()["document"]
    document["stops"][0] |= {"facility": "Lakeside Foods", "address": "100 Lake Street"}
    stage.rows.set_load(document=json.dumps(document))

    # when
    stage.play_until("sign")

    # then
    assert "Lakeside Foods" in document_of(stage)
    assert "100 Lake Street" in document_of(stage)


def test_the_document_names_equipment_and_carrier(stage: Stage) -> None:
    stage.play_until("sign")

    assert "V (van)" in document_of(stage)
    assert "Carrier 1000001, USDOT 1000001" in document_of(stage)


def test_the_document_says_what_the_carrier_agreed_to_not_what_the_load_became(stage: Stage) -> None:
    # given
    stage.play_until("RATECON_SENT")
    changed: dict[str, Any] = stage.rows.load()["document"]
    changed |= {"equipment": "R", "commodity": "Explosives", "weight_lb": 44_000, "temperature_f": -10}
    changed["stops"][1] |= {"city": "Anchorage", "state": "AK"}
    stage.rows.set_load(document=json.dumps(changed), terms_version=2)
    stage.rows.run("update booking.posts set target_rate = 46600")

    # when
    stage.enter("RATECON_SENT")

    # then
    text = document_of(stage)
    assert all(agreed in text for agreed in ("V (van)", "Auto parts", "31,500", "Columbus", "450.00"))
    assert not any(later in text for later in ("R (", "Explosives", "44,000", "Anchorage", "466.00"))


def test_an_equipment_code_without_a_known_name_stands_alone() -> None:
    assert equipment_of("RGN") == "RGN (removable gooseneck)"
    assert equipment_of("ZZ") == "ZZ"
