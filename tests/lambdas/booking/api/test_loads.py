from dataclasses import replace
from uuid import UUID

import pytest

from lambdas.booking.identifiers import load_id_of
from lambdas.shared.ids import event_id
from schemas.common import MAXIMUM_SAFE_INTEGER
from tests.lambdas.booking.api.bodies import load_body, stop
from tests.lambdas.booking.api.desk import NOW, Desk
from tests.lambdas.booking.api.people import WORKSPACE


def test_a_new_load_is_created_and_announced(desk: Desk) -> None:
    answered = desk.put("/v1/loads/L1", load_body())

    assert answered.status == 201, answered.raw
    assert answered.body["status"] == "AVAILABLE"
    assert answered.body["terms_version"] == 1
    assert desk.events.names == ["LoadReceived"]


def test_the_event_of_a_write_without_version_is_named_by_the_callers_factory(desk: Desk) -> None:
    named = replace(desk, dependencies=desk.dependencies._replace(new_id=lambda: UUID(int=5)))

    named.put("/v1/loads/L1", load_body())

    cause = f"{load_id_of(WORKSPACE, 'L1')}/{UUID(int=5)}"
    assert desk.sql("SELECT event_id FROM booking.outbox") == [{"event_id": event_id(cause, "LoadReceived")}]


def test_the_same_load_again_changes_nothing(desk: Desk) -> None:
    desk.put("/v1/loads/L1", load_body(source_version=4))
    desk.forget()

    answered = desk.put("/v1/loads/L1", load_body(source_version=4))

    assert (answered.status, answered.body["applied"]) == (200, True)
    assert desk.events.names == []
    assert len(desk.sql("SELECT * FROM booking.outbox")) == 1


def test_an_older_version_is_recorded_and_not_applied(desk: Desk) -> None:
    desk.put("/v1/loads/L1", load_body(source_version=5))

    answered = desk.put("/v1/loads/L1", load_body(source_version=4, commodity="Paper"))

    assert (answered.status, answered.body["applied"]) == (200, False)
    assert answered.body["load"]["commodity"] == "Auto parts"
    versions = desk.sql("SELECT source_version, applied FROM booking.load_versions ORDER BY source_version")
    assert versions == [
        {"source_version": 4, "applied": False},
        {"source_version": 5, "applied": True},
    ]


def test_one_version_with_two_contents_is_refused(desk: Desk) -> None:
    desk.put("/v1/loads/L1", load_body(source_version=5))

    assert desk.put("/v1/loads/L1", load_body(source_version=5, commodity="Paper")).status == 409


def test_terms_are_versioned_only_when_carriers_see_the_change(desk: Desk) -> None:
    desk.put("/v1/loads/L1", load_body())

    unseen = desk.put("/v1/loads/L1", load_body(notes="call first"))
    seen = desk.put("/v1/loads/L1", load_body(stops=[stop(1, "pickup", 9), stop(2, "delivery", 11)]))

    assert (unseen.body["terms_version"], unseen.body["load"]["notes"]) == (1, "call first")
    assert seen.body["terms_version"] == 2
    assert seen.body["source_version"] == 2


def test_a_path_and_a_body_that_name_two_loads_are_refused(desk: Desk) -> None:
    answered = desk.put("/v1/loads/L1", load_body(external_id="L2"))

    assert (answered.status, answered.body["errors"][0]["field"]) == (422, "external_id")


def test_staff_read_the_load_and_its_events(desk: Desk) -> None:
    load_id = desk.load()

    assert desk.get(f"/v1/loads/{load_id}").body["load"]["customer_charge"]["amount"] == 987_654_321
    assert [e["detail_type"] for e in desk.get(f"/v1/loads/{load_id}/events").body["events"]] == [
        "LoadReceived"
    ]


@pytest.mark.parametrize("instant", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00"])
def test_an_appointment_out_of_our_time_is_refused(desk: Desk, instant: str) -> None:
    stops = [stop(1, "pickup", 10), stop(2, "delivery", 11, appointment={"start": instant, "end": instant})]

    refused = desk.put("/v1/loads/L1", load_body(stops=stops))

    assert (refused.status, refused.body["errors"][0]["field"]) == (422, "stops.1.appointment.start")


def test_nothing_follows_the_highest_source_version(desk: Desk) -> None:
    load_id = desk.load(source_version=MAXIMUM_SAFE_INTEGER)

    refused = desk.put("/v1/loads/L1", load_body(commodity="Paper"))
    same = desk.put("/v1/loads/L1", load_body())
    read = desk.get(f"/v1/loads/{load_id}")

    assert (refused.status, same.status, read.status) == (409, 200, 200), refused.raw
    assert read.body["source_version"] == MAXIMUM_SAFE_INTEGER
    assert read.body["load"]["commodity"] == "Auto parts"


def test_events_are_read_page_by_page_in_the_order_they_were_written(desk: Desk) -> None:
    load_id = desk.load()
    names = [f"E{number}" for number in range(9, 0, -1)]
    desk.sql(
        """INSERT INTO booking.outbox (event_id, workspace_id, load_id, detail_type, detail, created_at)
        SELECT md5(name)::uuid, 'acme', CAST(:load_id AS uuid), name, '{}', CAST(:now AS timestamptz)
        FROM unnest(CAST(:names AS text[])) AS name""",
        load_id=load_id,
        names=names,
        now=NOW,
    )
    path = f"/v1/loads/{load_id}/events"
    pages = [desk.get(f"{path}?limit=4").body]
    while "next" in pages[-1] and pages[-1]["next"] is not None:
        pages.append(desk.get(f"{path}?limit=4&after={pages[-1]['next']}").body)

    read = [event["detail_type"] for page in pages for event in page["events"]]
    assert read == ["LoadReceived", *names]
    assert [len(page["events"]) for page in pages] == [4, 4, 2]
    assert [event["detail_type"] for event in desk.get(path).body["events"]] == read


@pytest.mark.parametrize("query", ["limit=0", "limit=1001", "after=-1", "after=x"])
def test_a_page_that_cannot_be_is_refused(desk: Desk, query: str) -> None:
    load_id = desk.load()

    assert desk.get(f"/v1/loads/{load_id}/events?{query}").status == 422


def test_text_may_hold_a_written_nul_escape(desk: Desk) -> None:
    answered = desk.put("/v1/loads/L1", load_body(notes="a\\u0000b"))

    assert (answered.status, answered.body["load"]["notes"]) == (201, "a\\u0000b"), answered.raw
