from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdas.messaging.consent import is_allowed, may_confirm, refusal

NOON = datetime(2027, 3, 10, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Entry:
    kind: str
    scope: str
    at: datetime


def granted(scope: str = "all", minutes: int = 0) -> Entry:
    return Entry("granted", scope, NOON + timedelta(minutes=minutes))


def revoked(scope: str = "all", minutes: int = 0) -> Entry:
    return Entry("revoked", scope, NOON + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("ledger", "scope", "expected"),
    [
        ([], "operational", None),
        ([], "marketing", "no_consent"),
        ([granted("marketing")], "marketing", None),
        ([granted("all")], "marketing", None),
        ([revoked()], "operational", "opted_out"),
        ([revoked()], "marketing", "opted_out"),
        ([revoked("marketing")], "operational", None),
        ([revoked("marketing")], "marketing", "opted_out"),
        ([revoked(), granted(minutes=1)], "operational", None),
        ([granted(minutes=1), revoked()], "operational", None),
        ([granted(), revoked(minutes=1)], "operational", "opted_out"),
        ([revoked(), granted("load", minutes=1)], "operational", "opted_out"),
        ([revoked(), granted("load", minutes=1)], "load", None),
        ([granted(), revoked()], "operational", "opted_out"),
        ([revoked(), granted()], "operational", "opted_out"),
    ],
)
def test_the_latest_entry_for_a_scope_decides_and_ties_go_to_the_opt_out(
    ledger: list[Entry], scope: str, expected: str | None
) -> None:
    assert refusal(ledger, scope) == expected
    assert is_allowed(ledger, scope) == (expected is None)


ENTRIES = st.lists(
    st.builds(
        Entry,
        st.sampled_from(["granted", "revoked"]),
        st.sampled_from(["all", "operational", "load"]),
        st.integers(0, 3).map(lambda minutes: NOON + timedelta(minutes=minutes)),
    ),
    max_size=6,
)


@given(ENTRIES, st.randoms())
def test_the_order_in_which_a_ledger_is_read_does_not_matter(ledger: list[Entry], random: object) -> None:
    shuffled = sorted(ledger, key=lambda _: random.random())  # type: ignore[attr-defined]  # a random.Random

    assert refusal(shuffled, "load") == refusal(ledger, "load")


@given(ENTRIES)
def test_after_a_stop_nothing_is_allowed_until_a_later_start(ledger: list[Entry]) -> None:
    stopped = [*ledger, revoked(minutes=10)]

    assert not any(is_allowed(stopped, scope) for scope in ("all", "operational", "load", "marketing"))
    assert is_allowed([*stopped, granted(minutes=11)], "load")


def test_a_confirmation_goes_out_within_five_minutes_or_never() -> None:
    assert may_confirm(NOON, NOON + timedelta(minutes=5))
    assert not may_confirm(NOON, NOON + timedelta(minutes=5, seconds=1))
