"""The pack through a load's whole week, on the night on which clocks change, and for 200 real loads."""

import json
import os
from collections import defaultdict
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

import pytest

from lambdas.messaging.autopilot.conditions import check_rule
from lambdas.messaging.autopilot.facts import Load, Stop
from lambdas.messaging.autopilot.pack import check_calls
from lambdas.messaging.autopilot.plan import Firing
from lambdas.messaging.autopilot.planner import plan, recheck
from lambdas.messaging.segments import Encoding, segmented
from lambdas.messaging.templates.catalogue import EXAMPLES
from lambdas.messaging.templates.checking import check_template
from lambdas.messaging.templates.rendering import MissingPolicy, rendered
from lambdas.messaging.templates.shipped import shipped_templates
from schemas.messaging.autopilot import Rule
from schemas.messaging.handling import Handling
from schemas.messaging.templates import Variant
from tests.lambdas.messaging.autopilot.builders import a_load, a_stop, at

SHARED = Path(os.environ.get("CHAIN_SHARED_DATA", Path(__file__).resolve().parents[5] / "shared" / "data"))
LOADS = SHARED / "loads.json"
EASTERN = "America/New_York"


def enabled() -> list[Rule]:
    return [rule.model_copy(update={"enabled": True}) for rule in check_calls()]


Facts = dict[datetime, dict[str, object]]


class Week:
    """A load played from one change or due time to the next: the plan is made anew, what is due is sent."""

    def __init__(self, load: Load, facts: Facts) -> None:
        self.load = load
        self.facts = facts
        self.fired: set[str] = set()
        self.sent: list[tuple[str, str]] = []

    def play(self, begin: datetime, end: datetime) -> list[tuple[str, str]]:
        now = begin
        while now <= end:
            self.load = changed(self.load, self.facts.get(now, {}))
            firings = plan(enabled(), self.load, now, fired=self.fired).firings
            for firing in firings:
                if firing.due_at <= now and recheck(firing, firing.rule, self.load, now) is None:
                    self.fired.add(firing.key)
                    self.sent.append((local(firing), firing.rule.rule_id))
            later = [firing.due_at for firing in firings] + list(self.facts)
            now = min((at_ for at_ in later if at_ > now), default=end + timedelta(seconds=1))
        return self.sent


def changed(load: Load, changes: dict[str, object]) -> Load:
    """`1.arrived_at` changes a stop, `status` the load."""
    for name, value in changes.items():
        stop, _, field = name.rpartition(".")
        if not stop:
            load = replace(load, **{field: value})  # type: ignore[arg-type]  # by name
            continue
        stops = tuple(
            replace(one, **{field: value}) if one.sequence == int(stop) else one  # type: ignore[arg-type]
            for one in load.stops
        )
        load = replace(load, stops=stops)
    return load


def local(firing: Firing) -> str:
    return f"{firing.due_at.astimezone(ZoneInfo(firing.time_zone)):%a %H:%M %Z}"


def test_the_pack_is_off_until_it_is_enabled() -> None:
    made = plan(check_calls(), a_load(), at("2027-03-12 12:00"))

    assert made.firings == ()
    assert {one.reason for one in made.not_firing} == {"disabled"}


def test_every_rule_can_be_told_and_uses_a_template_that_ships() -> None:
    for rule in check_calls():
        check_rule(rule)
        assert all(
            action.kind == "message" and action.template in shipped_templates() for action in rule.actions
        )
    assert len({(rule.sequence, rule.variant) for rule in check_calls()}) == len(check_calls())


@pytest.mark.parametrize("name", sorted(shipped_templates()))
def test_every_template_that_ships_can_be_saved_in_both_languages_and_is_short(name: str) -> None:
    template = shipped_templates()[name]
    policy = MissingPolicy(template["missing"], template["missing_by_variable"], template["defaults"])
    variants = {language: Variant.model_validate(one) for language, one in template["variants"].items()}

    check_template(variants, policy)
    Handling.model_validate_json(json.dumps(template["handling"]))

    assert set(variants) == {"en", "es"}
    for variant in variants.values():
        sent = segmented(str(rendered(variant.text, EXAMPLES, policy)))
        assert sent.encoding is Encoding.GSM_7
        assert len(sent.parts) <= 2


TRACKED_WEEK: Facts = {
    at("2027-03-13 08:00"): {"1.eta": at("2027-03-13 08:40")},
    at("2027-03-13 08:42"): {"1.arrived_at": at("2027-03-13 08:42"), "1.eta": None},
    at("2027-03-13 10:10"): {
        "1.departed_at": at("2027-03-13 10:10"),
        "2.eta": at("2027-03-14 11:30", EASTERN),
    },
    at("2027-03-14 11:40", EASTERN): {"2.arrived_at": at("2027-03-14 11:40", EASTERN), "2.eta": None},
    at("2027-03-14 12:50", EASTERN): {
        "2.departed_at": at("2027-03-14 12:50", EASTERN),
        "delivered_at": at("2027-03-14 12:50", EASTERN),
    },
}
BEGIN, END = at("2027-03-13 00:00"), at("2027-03-15 12:00")


def test_a_tracked_week_over_the_night_on_which_clocks_change() -> None:
    week = Week(a_load(tracking_active=True), TRACKED_WEEK)

    assert week.play(BEGIN, END) == [
        ("Sat 07:00 CST", "check-call-1a"),
        ("Sat 07:00 CST", "check-call-2b"),
        ("Sat 08:35 CST", "check-call-3a"),
        ("Sat 12:10 CST", "check-call-4b"),
        ("Sun 07:00 EDT", "check-call-5a"),
        ("Sun 10:00 EDT", "check-call-6a"),
        ("Sun 11:25 EDT", "check-call-7a"),
        ("Sun 13:50 EDT", "check-call-9a"),
    ]


def test_a_week_without_tracking_or_etas() -> None:
    silent: Facts = {
        when: {name: value for name, value in changes.items() if not name.endswith("eta")}
        for when, changes in TRACKED_WEEK.items()
    }

    assert Week(a_load(), silent).play(BEGIN, END) == [
        ("Sat 07:00 CST", "check-call-1b"),
        ("Sat 07:00 CST", "check-call-2b"),
        ("Sat 11:10 CST", "check-call-4a"),
        ("Sun 07:00 EDT", "check-call-5b"),
        ("Sun 10:00 EDT", "check-call-6b"),
        ("Sun 13:50 EDT", "check-call-9a"),
    ]


def test_a_stop_in_the_middle_asks_on() -> None:
    load = a_load(
        a_stop(1),
        a_stop(2, "delivery", "2027-03-13 15:00"),
        a_stop(3, "delivery", "2027-03-14 12:00", time_zone=EASTERN),
        tracking_active=True,
    )
    left: Facts = {
        at("2027-03-13 15:30"): {
            "1.departed_at": at("2027-03-13 09:30"),
            "2.arrived_at": at("2027-03-13 15:00"),
            "2.departed_at": at("2027-03-13 15:30"),
        },
    }

    sent = [rule for _, rule in Week(load, left).play(at("2027-03-13 15:30"), at("2027-03-13 20:00"))]

    assert sent == ["check-call-8b"]


@pytest.mark.parametrize(
    ("changes", "last"),
    [
        ({"status": "CANCELLED"}, "check-call-4b"),
        ({"driver_assigned": False}, "check-call-4b"),
        ({"2.appointment_start": at("2027-03-14 18:00", EASTERN), "2.eta": None}, "check-call-9a"),
    ],
)
def test_a_change_on_saturday_evening_holds_on_sunday(changes: dict[str, object], last: str) -> None:
    evening: Facts = {**TRACKED_WEEK, at("2027-03-13 20:00"): changes}
    week = Week(a_load(tracking_active=True), evening)

    sent = week.play(BEGIN, END)

    assert sent[-1][1] == last
    assert sent[:4] == Week(a_load(tracking_active=True), TRACKED_WEEK).play(BEGIN, at("2027-03-13 20:00"))


@pytest.mark.skipif(not LOADS.exists(), reason=f"the real loads are not on this machine ({LOADS})")
def test_two_hundred_real_loads_around_the_night_on_which_clocks_change() -> None:
    checked = 0
    for written in json.loads(LOADS.read_text("utf-8")):
        load = real_load(written)
        now = load.stops[0].appointment_start - timedelta(days=2)
        made = plan(enabled(), load, now)
        by_slot = defaultdict(list)
        for firing in made.firings:
            by_slot[firing.rule.sequence, firing.stop].append(firing)
            stop = load.stop_numbered(firing.stop)
            assert stop is not None
            if firing.rule.trigger.kind == "exact_time":
                wall = firing.due_at.astimezone(ZoneInfo(stop.time_zone))
                assert (wall.hour, wall.minute) == (7, 0)
                assert wall.date() == stop.appointment_start.astimezone(ZoneInfo(stop.time_zone)).date()
            else:
                minutes = (firing.due_at - stop.appointment_start) / timedelta(minutes=1)
                assert minutes in (-300, -120, -5)
        assert all(len(firings) == 1 for firings in by_slot.values())
        checked += len(by_slot)
    assert checked > 1_000


def real_load(written: dict[str, object]) -> Load:
    stops = written["stops"]
    assert isinstance(stops, list)
    return Load(
        uuid5(UUID(int=1), str(written["external_id"])),
        tuple(
            Stop(
                one["sequence"],
                one["type"],
                one["time_zone"],
                datetime.fromisoformat(one["appointment"]["start"]),
                datetime.fromisoformat(one["appointment"]["end"]),
                one["city"],
                one["state"],
            )
            for one in stops
        ),
    )
