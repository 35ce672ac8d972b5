import pytest

from lambdas.booking.carrier_record import Json
from lambdas.booking.vetting import judge
from lambdas.booking.vetting_reasons import Outcome
from tests.lambdas.booking.carriers import NOW, REQUEST, a_carrier, codes


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"allowedToOperate": "N"}, "not_allowed_to_operate"),
        ({"statusCode": "I"}, "usdot_inactive"),
        ({"oosDate": "2024-06-28"}, "out_of_service"),
        ({"oosDate": "someday"}, "out_of_service"),
        ({"bipdInsuranceOnFile": "0"}, "insurance_insufficient"),
        ({"bipdInsuranceOnFile": "749"}, "insurance_insufficient"),
        ({"bipdInsuranceOnFile": "0", "bipdRequiredAmount": None}, "insurance_insufficient"),
        ({"bipdInsuranceExpirationDate": "2027-03-09"}, "insurance_expired"),
        ({"safetyRating": "U"}, "safety_unsatisfactory"),
        ({"safetyRating": "Unsatisfactory"}, "safety_unsatisfactory"),
    ],
)
def test_what_makes_a_carrier_not_eligible(changes: dict[str, object], code: str) -> None:
    vetting = judge(REQUEST, a_carrier(changes), NOW)

    assert vetting.outcome is Outcome.FAIL
    assert [reason.code for reason in vetting.reasons] == [code]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"allowedToOperate": None}, "allowed_to_operate_unknown"),
        ({"allowedToOperate": True}, "allowed_to_operate_unknown"),
        ({"allowedToOperate": "y"}, "allowed_to_operate_unknown"),
        ({"statusCode": None}, "usdot_status_unknown"),
        ({"bipdInsuranceOnFile": None}, "insurance_unknown"),
        ({"bipdInsuranceOnFile": "Y"}, "insurance_unknown"),
        ({"bipdInsuranceOnFile": True}, "insurance_unknown"),
        ({"bipdInsuranceRequired": "u"}, "insurance_requirement_unknown"),
        ({"bipdRequiredAmount": None}, "insurance_requirement_unknown"),
        ({"bipdInsuranceRequired": "N", "bipdInsuranceOnFile": "0"}, "insurance_low"),
        ({"bipdInsuranceExpirationDate": "2027-04-09"}, "insurance_expiring"),
        ({"bipdInsuranceExpirationDate": "04/09/2027"}, "insurance_expiring"),
        ({"bipdInsuranceExpirationDate": "soon"}, "insurance_expiry_unknown"),
        ({"safetyRating": "C"}, "safety_conditional"),
        ({"safetyRating": "X"}, "safety_rating_unknown"),
        ({"commonAuthorityStatus": "N", "contractAuthorityStatus": "N"}, "authority_unconfirmed"),
    ],
)
def test_what_a_person_must_decide(changes: dict[str, object], code: str) -> None:
    vetting = judge(REQUEST, a_carrier(changes), NOW)

    assert vetting.outcome is Outcome.WARN
    assert [reason.code for reason in vetting.reasons] == [code]


@pytest.mark.parametrize(
    "changes",
    [
        {"bipdInsuranceOnFile": "750"},
        {"bipdInsuranceRequired": "N", "bipdRequiredAmount": None},
        {"bipdInsuranceExpirationDate": None},
        {"bipdInsuranceExpirationDate": "2027-04-10"},
        {"safetyRating": None},
        {"commonAuthorityStatus": "N"},
        {"contractAuthorityStatus": "N"},
    ],
)
def test_what_is_no_objection(changes: dict[str, object]) -> None:
    assert codes(a_carrier(changes)) == []


def test_how_early_an_expiry_warns_is_the_workspaces_choice() -> None:
    expiring = a_carrier({"bipdInsuranceExpirationDate": "2027-03-18"})

    assert codes(expiring, REQUEST._replace(insurance_warning_days=7)) == []
    assert codes(expiring, REQUEST._replace(insurance_warning_days=8)) == ["insurance_expiring"]


def test_insurance_that_ends_today_still_counts_today() -> None:
    assert codes(a_carrier({"bipdInsuranceExpirationDate": "2027-03-10"})) == ["insurance_expiring"]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"authorizedForProperty": "N"}, "authority_not_for_property"),
        ({"commonAuthorityStatus": "N", "contractAuthorityStatus": "I"}, "authority_unconfirmed"),
        ({"authorizedForProperty": None}, "authority_unconfirmed"),
        ({"commonAuthorityStatus": None, "contractAuthorityStatus": None}, "authority_unconfirmed"),
    ],
)
def test_authority_of_another_kind_does_not_do(row: Json, expected: str) -> None:
    assert codes(a_carrier(authority=row)) == [expected]


def test_broker_authority_alone_hauls_nothing() -> None:
    none = {"commonAuthorityStatus": "N", "contractAuthorityStatus": "N"}
    broker = {**none, "brokerAuthorityStatus": "A"}

    assert codes(a_carrier(broker, broker)) == ["authority_not_active"]


def test_authority_that_is_nowhere_stated_is_unknown() -> None:
    unsaid = {"commonAuthorityStatus": None, "contractAuthorityStatus": None}

    assert codes(a_carrier(unsaid, unsaid)) == ["authority_unknown"]


def test_an_active_status_without_an_authority_row_is_unconfirmed() -> None:
    assert codes(a_carrier()._replace(authorities=())) == ["authority_unconfirmed"]


def test_an_order_that_the_carrier_record_does_not_show_is_a_warning() -> None:
    assert codes(a_carrier(orders=1)) == ["out_of_service_history"]
