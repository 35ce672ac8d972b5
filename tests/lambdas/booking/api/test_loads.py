from tests.lambdas.booking.api.desk import Desk, load_body, stop


def test_a_new_load_is_created_and_announced(desk: Desk) -> None:
    answered = desk.put("/v1/loads/L1", load_body())

    assert answered.status == 201, answered.raw
    assert answered.body["status"] == "AVAILABLE"
    assert answered.body["terms_version"] == 1
    assert desk.events.names == ["LoadReceived"]


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
