from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from lambdas.messaging.intents.times import StatedTime, instant_of, stated_time

CHICAGO = ZoneInfo("America/Chicago")


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("1.5 hours", StatedTime(minutes=90)),
        ("an hour and a half", StatedTime(minutes=90)),
        ("2h30m", StatedTime(minutes=150)),
        ("half hour", StatedTime(minutes=30)),
        ("hour and a half away", StatedTime(minutes=90)),
        ("2 and a half hours", StatedTime(minutes=150)),
        ("15 more minutes", StatedTime(minutes=15)),
        ("i am on it", None),
        ("one h", StatedTime(minutes=60)),
        ("media hora", StatedTime(minutes=30)),
        ("45 min out", StatedTime(minutes=45)),
        ("6pm", StatedTime(clock=time(18))),
        ("12am", StatedTime(clock=time(0))),
        ("7:45 a.m.", StatedTime(clock=time(7, 45))),
        ("at 630", StatedTime(clock=time(6, 30), half_day_known=False)),
        ("at 6", StatedTime(clock=time(6), half_day_known=False)),
        ("18:30", StatedTime(clock=time(18, 30))),
        ("0630", StatedTime(clock=time(6, 30))),
        ("tomorrow 8am", StatedTime(clock=time(8), days=1)),
        ("noon", StatedTime(clock=time(12))),
        ("a las 8 de la noche", StatedTime(clock=time(20))),
        ("25:30", None),
        ("load 4821", None),
    ],
)
def test_times_as_they_are_written(text: str, stated: StatedTime | None) -> None:
    assert stated_time(text, bare=True) == stated


@pytest.mark.parametrize(
    ("stated", "now", "expected"),
    [
        (StatedTime(minutes=90), "2027-03-14T06:30+00:00", "2027-03-14T08:00+00:00"),
        (StatedTime(clock=time(18, 30)), "2027-03-10T20:00+00:00", "2027-03-11T00:30+00:00"),
        (StatedTime(clock=time(6)), "2027-03-10T20:00+00:00", "2027-03-11T12:00+00:00"),
        (StatedTime(clock=time(6), half_day_known=False), "2027-03-10T20:00+00:00", "2027-03-11T00:00+00:00"),
        (StatedTime(clock=time(8), days=1), "2027-03-10T20:00+00:00", "2027-03-11T14:00+00:00"),
        (StatedTime(clock=time(2, 30)), "2027-03-14T07:00+00:00", "2027-03-14T08:30+00:00"),
        (StatedTime(clock=time(1, 30)), "2027-11-07T05:00+00:00", "2027-11-07T06:30+00:00"),
    ],
)
def test_a_stated_time_is_the_next_such_instant_also_on_days_when_clocks_change(
    stated: StatedTime, now: str, expected: str
) -> None:
    found = instant_of(stated, datetime.fromisoformat(now), CHICAGO)

    assert found == datetime.fromisoformat(expected)
    assert found.tzinfo is UTC
