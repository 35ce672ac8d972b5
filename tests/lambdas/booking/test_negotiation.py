from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdas.booking.negotiation import (
    Change,
    Rates,
    Standing,
    changes_between,
    countered,
    require_answerable,
    require_book_now_rate,
    require_latest_amount,
    require_same_terms,
    require_within_ceiling,
    submitted,
    terms_of,
)
from lambdas.booking.refusals import (
    AboveCeiling,
    BookNowNotOffered,
    NotYourTurn,
    OfferEnded,
    OfferLate,
    PriceChanged,
    PriceNotAnAdvance,
    RoundsUsed,
    TermsChanged,
)
from lambdas.shared.api.caller import Side
from lambdas.shared.refusals import RequestRefused

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
RATES = Rates(target=200, book_now=210, ceiling=250)


def standing(
    status: str = "SUBMITTED", amount: int = 230, turn: Side = "broker", rounds: int = 0, expires_in: int = 60
) -> Standing:
    return Standing(status, amount, turn, rounds, NOW + timedelta(seconds=expires_in))


@pytest.mark.parametrize(
    ("offer", "side", "refusal"),
    [
        (standing(expires_in=0), "broker", OfferLate),
        (standing("EXPIRED"), "broker", OfferLate),
        (standing("SUPERSEDED"), "broker", OfferLate),
        (standing("DECLINED"), "broker", OfferEnded),
        (standing("ACCEPTED"), "broker", OfferEnded),
        (standing(), "carrier", NotYourTurn),
    ],
)
def test_who_may_not_answer(offer: Standing, side: Side, refusal: type[RequestRefused]) -> None:
    with pytest.raises(refusal):
        require_answerable(offer, side, NOW)


def test_who_may_answer() -> None:
    require_answerable(standing(), "broker", NOW)
    require_answerable(standing("INVITED", turn="carrier"), "carrier", NOW)


@pytest.mark.parametrize(("amount", "agreed"), [(199, True), (200, True), (201, False), (251, False)])
def test_a_first_price_is_agreed_at_the_target(amount: int, agreed: bool) -> None:
    move = submitted(amount, RATES)

    assert (move.agreed, move.status) == (agreed, "ACCEPTED" if agreed else "SUBMITTED")
    assert (move.turn, move.rounds) == ("broker", 0)


def test_a_carriers_counter_is_agreed_at_the_amount_on_the_table() -> None:
    offer = standing("COUNTERED", 220, "carrier", 1)

    assert countered(offer, "carrier", 220, RATES, most_rounds=3).agreed
    assert not countered(offer, "carrier", 221, RATES, most_rounds=3).agreed


def test_a_brokers_counter_is_less_and_within_the_ceiling() -> None:
    move = countered(standing(), "broker", 220, RATES, most_rounds=3)

    assert (move.status, move.turn, move.rounds, move.agreed) == ("COUNTERED", "carrier", 1, False)
    with pytest.raises(PriceNotAnAdvance):
        countered(standing(), "broker", 230, RATES, most_rounds=3)
    with pytest.raises(AboveCeiling):
        countered(standing(amount=300), "broker", 251, RATES, most_rounds=3)
    with pytest.raises(AboveCeiling):
        require_within_ceiling(RATES, 251)


@pytest.mark.parametrize("side", ["carrier", "broker"])
def test_rounds_end(side: Side) -> None:
    with pytest.raises(RoundsUsed):
        countered(standing(rounds=3), side, 1, RATES, most_rounds=3)


@given(st.integers(201, 10**6), st.integers(201, 10**6), st.integers(0, 2))
def test_no_answer_to_a_carrier_depends_on_the_ceiling(amount: int, ceiling: int, rounds: int) -> None:
    offer = standing("COUNTERED", 200, "carrier", rounds)
    with_ceiling, without = Rates(200, None, ceiling), Rates(200, None, None)

    assert submitted(amount, with_ceiling) == submitted(amount, without)
    assert countered(offer, "carrier", amount, with_ceiling, most_rounds=3) == countered(
        offer, "carrier", amount, without, most_rounds=3
    )


def test_only_the_latest_amount_and_the_book_now_rate_count() -> None:
    assert require_latest_amount(standing(amount=230), None) == 230
    assert require_latest_amount(standing(amount=230), 230) == 230
    with pytest.raises(PriceChanged):
        require_latest_amount(standing(amount=230), 229)
    assert require_book_now_rate(RATES, None) == 210
    with pytest.raises(PriceChanged):
        require_book_now_rate(RATES, 200)
    with pytest.raises(BookNowNotOffered):
        require_book_now_rate(Rates(200), None)


def test_changes_are_named_by_their_paths() -> None:
    offered = {"commodity": "Parts", "stops": [{"city": "A"}, {"city": "B"}]}
    current = {"commodity": "Parts", "stops": [{"city": "A"}, {"city": "C"}, {"city": "D"}]}

    assert list(changes_between(offered, current)) == [
        Change("stops.1.city", "B", "C"),
        Change("stops.2", None, {"city": "D"}),
    ]


def test_an_agreement_is_to_one_version_of_the_terms() -> None:
    offered, current = terms_of({"equipment": "V"}), terms_of({"equipment": "R"})

    require_same_terms(offered, current, agreed_version=2, current_version=2)
    with pytest.raises(TermsChanged) as refusal:
        require_same_terms(offered, current, agreed_version=1, current_version=2)
    assert refusal.value.members["changes"] == [
        {"field": "terms_version", "offered": 1, "current": 2},
        {"field": "equipment", "offered": "V", "current": "R"},
    ]


def test_terms_hold_nothing_that_carriers_may_not_see() -> None:
    document = {
        "equipment": "V",
        "customer_charge": {"amount": 1},
        "references": [],
        "target_rate": {"amount": 2},
    }

    assert not {"customer_charge", "references", "target_rate"} & set(terms_of(document))
