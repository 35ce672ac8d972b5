from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import timezone

from lambdas.messaging import quiet_hours
from lambdas.messaging.quiet_hours import (
    ANYWHERE,
    NeverAwake,
    OverrideReasonMissing,
    Permission,
    Place,
    hours_on,
    is_allowed,
    next_allowed,
    permission,
    places_of,
)
from lambdas.messaging.state_hours import DEFAULT, STATE_OF_AREA_CODE, STATES, Hours

CHICAGO = Place("America/Chicago", "IL")
INSTANTS = st.integers(0, 365 * 24 * 60).map(
    lambda minutes: datetime(2027, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
PLACES = st.builds(Place, st.sampled_from(ANYWHERE), st.sampled_from([None, "IL", *STATES]))


def at(local: str, zone: str = "America/Chicago") -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2027-03-10 07:59:59", "2027-03-10 08:00"),
        ("2027-03-10 08:00", "2027-03-10 08:00"),
        ("2027-03-10 20:59:59", "2027-03-10 20:59:59"),
        ("2027-03-10 21:00", "2027-03-11 08:00"),
        ("2027-03-13 23:30", "2027-03-14 08:00"),
        ("2027-03-14 03:30", "2027-03-14 08:00"),
        ("2027-11-06 23:30", "2027-11-07 08:00"),
        ("2027-12-31 22:00", "2028-01-01 08:00"),
    ],
)
def test_messages_go_out_from_eight_to_nine_where_the_recipient_is(now: str, expected: str) -> None:
    assert next_allowed(at(now), [CHICAGO]) == at(expected)


@pytest.mark.parametrize(
    ("state", "day", "expected"),
    [
        ("FL", "2027-03-10", (8, 20)),
        ("OK", "2027-03-10", (8, 20)),
        ("WA", "2027-03-10", (8, 20)),
        ("CT", "2027-03-10", (9, 20)),
        ("MD", "2027-03-10", (8, 20)),
        ("NJ", "2027-03-10", (8, 20)),
        ("TX", "2027-03-13", (9, 21)),
        ("TX", "2027-03-14", (12, 21)),
        ("RI", "2027-03-13", (10, 17)),
        ("IL", "2027-03-14", (8, 21)),
        (None, "2027-03-14", (8, 21)),
    ],
)
def test_a_stricter_state_has_its_own_hours(state: str | None, day: str, expected: tuple[int, int]) -> None:
    assert hours_on(date.fromisoformat(day), state) == Hours(time(expected[0]), time(expected[1]))


def test_a_day_without_solicitation_stops_solicitations_only() -> None:
    sunday = at("2027-03-14 10:00")
    alabama = Place("America/Chicago", "AL")

    assert next_allowed(sunday, [alabama]) == sunday
    assert next_allowed(sunday, [alabama], solicitation=True) == at("2027-03-15 08:00")


def test_every_row_is_stricter_than_the_federal_hours_and_names_its_law() -> None:
    for row in STATES.values():
        given_hours = [hours for hours in (row.weekday, row.saturday, row.sunday) if hours is not None]
        assert all(DEFAULT.opens <= hours.opens < hours.closes <= DEFAULT.closes for hours in given_hours)
        assert row.law
        assert any(hours != DEFAULT for hours in (row.weekday, row.saturday, row.sunday))


def test_area_codes_belong_to_one_state_whose_zones_they_lie_in() -> None:
    zones = {"TX": {"America/Chicago", "America/Denver"}, "FL": {"America/New_York", "America/Chicago"}}
    assert len(STATE_OF_AREA_CODE) == sum(len(row.area_codes.split()) for row in STATES.values())
    for code, state in STATE_OF_AREA_CODE.items():
        number = phonenumbers.parse(f"+1{code}2345678")
        assert phonenumbers.region_code_for_number(number) == "US", code
        assert set(timezone.time_zones_for_number(number)) <= zones.get(
            state, {*ANYWHERE, *ZONES_OF_STATES}
        ), code


ZONES_OF_STATES = (
    "America/Detroit",
    "America/Kentucky/Louisville",
    "America/Menominee",
    "America/Boise",
    "America/Indiana/Indianapolis",
)


def test_a_stop_tells_where_the_driver_is() -> None:
    stop = Place("America/Denver", "CO")

    assert places_of("+13055550123", stop) == (stop,)


def test_without_a_stop_the_area_code_tells_zone_and_state() -> None:
    assert places_of("+13055550123") == (Place("America/New_York", "FL"),)
    assert places_of("+14805550123") == (Place("America/Phoenix"),)


@pytest.mark.parametrize("number", ["+18002345678", "+15555550100"])
def test_a_number_of_no_place_may_be_anywhere(number: str) -> None:
    assert {place.zone for place in places_of(number)} == set(ANYWHERE)


def test_of_several_places_all_must_be_awake() -> None:
    coasts = [Place("America/New_York"), Place("America/Los_Angeles")]

    assert next_allowed(at("2027-03-10 09:00", "America/New_York"), coasts) == at(
        "2027-03-10 08:00", "America/Los_Angeles"
    )
    assert next_allowed(at("2027-03-10 18:30", "America/Los_Angeles"), coasts) == at(
        "2027-03-11 08:00", "America/Los_Angeles"
    )


def test_places_that_are_never_awake_together_are_told() -> None:
    with pytest.raises(NeverAwake, match="Asia/Tokyo"):
        next_allowed(at("2027-03-10 12:00"), [Place("America/New_York", "RI"), Place("Asia/Tokyo")])


@given(INSTANTS, st.lists(PLACES, min_size=1, max_size=3), st.booleans())
def test_the_instant_is_the_first_that_every_place_allows(
    now: datetime, places: list[Place], solicitation: bool
) -> None:
    found = next_allowed(now, places, solicitation=solicitation)

    assert found >= now
    assert all(is_allowed(found, place, solicitation=solicitation) for place in places)
    if found > now:
        just_before = found - timedelta(microseconds=1)
        assert not all(is_allowed(just_before, place, solicitation=solicitation) for place in places)


def test_hours_that_the_clocks_jump_over_or_repeat(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quiet_hours, "DEFAULT", Hours(time(2, 30), time(21)))
    assert next_allowed(at("2027-03-14 00:30"), [CHICAGO]) == datetime(2027, 3, 14, 8, tzinfo=UTC)

    monkeypatch.setattr(quiet_hours, "DEFAULT", Hours(time(1, 30), time(21)))
    assert next_allowed(at("2027-11-07 00:30"), [CHICAGO]) == datetime(2027, 11, 7, 6, 30, tzinfo=UTC)
    repeated = datetime(2027, 11, 7, 7, 10, tzinfo=UTC)
    assert next_allowed(repeated, [CHICAGO]) == datetime(2027, 11, 7, 7, 30, tzinfo=UTC)


def test_an_override_goes_out_at_night_with_its_reason() -> None:
    night = at("2027-03-10 23:00")

    assert permission(night, [CHICAGO], override=" breakdown on the road ") == Permission(
        night, "breakdown on the road"
    )
    assert permission(night, [CHICAGO]) == Permission(at("2027-03-11 08:00"))
    assert permission(at("2027-03-10 12:00"), [CHICAGO], override="x").override is None


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_an_override_without_a_reason_is_refused_at_any_hour(reason: str) -> None:
    with pytest.raises(OverrideReasonMissing):
        permission(at("2027-03-10 12:00"), [CHICAGO], override=reason)
