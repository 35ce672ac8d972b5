from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from lambdas.booking import deadlines
from tests.lambdas.booking.rows import NOW


@given(st.timedeltas(timedelta(days=-10), timedelta(days=10)))
def test_deadlines_are_whole_positive_seconds(away: timedelta) -> None:
    seconds = deadlines.seconds_until(NOW + away, NOW)
    assert 1 <= seconds <= max(1, away.total_seconds())
