from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdas.messaging.receipts import Receipt, Receipts, after_wait, merged, merged_all

SENT_AT = datetime(2027, 3, 14, 6, tzinfo=UTC)
OUTCOMES = st.sampled_from(["QUEUED", "PENDING", "SENT", "DELIVERED", "FAILED"])


def a_receipt(outcome: str, minutes: int = 0, *, final: bool = False, error: str | None = None) -> Receipt:
    return Receipt(outcome, SENT_AT + timedelta(minutes=minutes), final, error)  # type: ignore[arg-type]  # by name


RECEIPTS = st.lists(
    st.builds(
        lambda outcome, minutes, final, error: a_receipt(
            outcome, minutes, final=final, error=error if outcome == "FAILED" else None
        ),
        OUTCOMES,
        st.integers(0, 3),
        st.booleans(),
        st.sampled_from(["CARRIER_BLOCKED", "UNREACHABLE", None]),
    ),
    max_size=5,
)


@given(RECEIPTS, st.data())
def test_every_order_with_every_repetition_ends_in_the_same_state(
    receipts: list[Receipt], data: st.DataObject
) -> None:
    expected = merged_all(receipts)

    for order in permutations(receipts):
        assert merged_all(order) == expected
    repeated = receipts + (data.draw(st.lists(st.sampled_from(receipts), max_size=4)) if receipts else [])
    assert merged_all(data.draw(st.permutations(repeated))) == expected


@given(RECEIPTS)
def test_what_is_known_never_gets_less(receipts: list[Receipt]) -> None:
    ranks = ["QUEUED", "PENDING", "SENT", "FAILED", "DELIVERED"]
    known = Receipts()
    for receipt in receipts:
        following = merged(known, receipt)
        assert ranks.index(following.outcome) >= ranks.index(known.outcome)
        assert following.is_final >= known.is_final
        known = following


@given(RECEIPTS)
def test_the_state_is_the_best_that_was_said(receipts: list[Receipt]) -> None:
    said = {receipt.outcome for receipt in receipts} | {"QUEUED"}

    best = next(o for o in ("DELIVERED", "FAILED", "SENT", "PENDING", "QUEUED") if o in said)
    assert merged_all(receipts).outcome == best


def test_a_failure_never_overrides_delivered() -> None:
    known = merged_all([a_receipt("DELIVERED", final=True), a_receipt("FAILED", 5, final=True, error="X")])

    assert known == Receipts("DELIVERED", is_final=True)


def test_a_delivery_corrects_a_failure() -> None:
    known = merged_all([a_receipt("FAILED", final=True, error="X"), a_receipt("DELIVERED", 5)])

    assert (known.outcome, known.error) == ("DELIVERED", None)


def test_of_several_failures_the_latest_is_told() -> None:
    failures = [a_receipt("FAILED", 0, error="BUSY"), a_receipt("FAILED", 5, error="BLOCKED")]

    assert merged_all(failures).error == merged_all(reversed(failures)).error == "BLOCKED"


def test_a_failure_that_is_not_final_leaves_the_send_open() -> None:
    assert merged_all([a_receipt("FAILED", error="UNREACHABLE")]).is_open
    assert not merged_all([a_receipt("FAILED", error="UNREACHABLE", final=True)]).is_open


@pytest.mark.parametrize(
    ("receipts", "outcome"),
    [
        ([], "UNKNOWN"),
        ([a_receipt("SENT")], "UNKNOWN"),
        ([a_receipt("FAILED", error="X")], "FAILED"),
        ([a_receipt("DELIVERED")], "DELIVERED"),
    ],
)
def test_after_72_hours_nothing_is_open(receipts: list[Receipt], outcome: str) -> None:
    known = merged_all(receipts)

    assert after_wait(known, SENT_AT, SENT_AT + timedelta(hours=72) - timedelta(seconds=1)) == known
    ended = after_wait(known, SENT_AT, SENT_AT + timedelta(hours=72))
    assert (ended.outcome, ended.is_open) == (outcome, False)


def test_a_receipt_after_the_wait_is_still_better_than_none() -> None:
    ended = after_wait(Receipts(), SENT_AT, SENT_AT + timedelta(hours=80))

    assert merged(ended, a_receipt("DELIVERED", 90 * 60)).outcome == "DELIVERED"
