"""The rules on records built by hand, on odd shapes of any kind, and end to end against the stand-in."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdas.booking.carrier_record import (
    NotFound,
    Unavailable,
    UnavailableReason,
    read_authority,
    read_carrier,
)
from lambdas.booking.fmcsa import QCMobile
from lambdas.booking.vetting import VettingRequest, judge, vet
from lambdas.booking.vetting_reasons import Outcome
from local.fmcsa.carriers import carrier
from local.fmcsa.conditions import Condition
from local.fmcsa.server import running
from tests.lambdas.booking.carriers import DOT_NUMBER, NOW, REQUEST, a_carrier, authority_row, codes


def test_a_healthy_carrier_passes_without_a_reason() -> None:
    vetting = judge(REQUEST, a_carrier(), NOW)

    assert (vetting.outcome, vetting.reasons) == (Outcome.PASS, ())
    assert (vetting.dot_number, vetting.checked_at) == (DOT_NUMBER, NOW)
    assert vetting.legal_name == "RED MESA LOGISTICS LLC"
    assert vetting.reasons_for_carrier() == ()


def test_do_not_use_fails_even_unasked_and_only_staff_read_why() -> None:
    request = REQUEST._replace(do_not_use=True, do_not_use_reason="double brokered load 4711")

    vetting = judge(request, Unavailable(UnavailableReason.TIMEOUT), NOW)

    assert vetting.outcome is Outcome.FAIL
    assert "double brokered load 4711" in vetting.reasons[0].text
    assert vetting.reasons[0].staff_only
    assert "do_not_use" not in [reason.code for reason in vetting.reasons_for_carrier()]
    alone = judge(request, a_carrier(), NOW)
    assert [reason.code for reason in alone.reasons_for_carrier()] == ["not_eligible"]


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (REQUEST._replace(sender_phone="+12085550142"), ["sender_phone_unknown"]),
        (REQUEST._replace(sender_phone="+12085550142", known_phones=("+12085550142",)), []),
        (
            REQUEST._replace(sender_phone="+12085550199", known_phones=("+12085550142",)),
            ["sender_phone_unknown"],
        ),
        (REQUEST._replace(sender_phone="+12085550111"), []),
        (REQUEST._replace(sender_email="ops@carrier.example"), ["sender_email_unknown"]),
        (REQUEST._replace(sender_email="Ops@Carrier.example", known_emails=("ops@carrier.example",)), []),
    ],
)
def test_a_sender_who_is_no_known_contact_is_a_warning(request_: VettingRequest, expected: list[str]) -> None:
    assert codes(a_carrier({"telephone": "(208) 555-0111"}), request_) == expected


def test_an_unknown_carrier_is_not_eligible() -> None:
    vetting = judge(REQUEST, NotFound(), NOW)

    assert (vetting.outcome, vetting.reasons[0].code) == (Outcome.FAIL, "carrier_not_found")


@pytest.mark.parametrize("reason", UnavailableReason)
def test_unavailable_is_never_a_pass_and_says_whether_to_retry(reason: UnavailableReason) -> None:
    vetting = judge(REQUEST, Unavailable(reason), NOW)

    assert vetting.outcome is Outcome.UNAVAILABLE
    assert vetting.retryable == Unavailable(reason).retryable


def test_a_record_of_another_carrier_is_unavailable() -> None:
    vetting = judge(REQUEST._replace(dot_number=17), a_carrier(), NOW)

    assert vetting.outcome is Outcome.UNAVAILABLE


TEXTS = st.text("YNuAI019 -S", max_size=4)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | TEXTS
CODES = st.sampled_from(["Y", "N", "u", "A", "I", "0", "750", "1000", "S", "2027-03-10", "y", " Y ", ""])
ODD = SCALARS | CODES | st.lists(SCALARS, max_size=2) | st.dictionaries(TEXTS, SCALARS, max_size=2)
READ = (
    "allowedToOperate",
    "statusCode",
    "oosDate",
    "commonAuthorityStatus",
    "contractAuthorityStatus",
    "bipdInsuranceOnFile",
    "bipdInsuranceRequired",
    "bipdRequiredAmount",
    "bipdInsuranceExpirationDate",
    "safetyRating",
)


@given(st.dictionaries(st.sampled_from(READ), ODD), st.sets(st.sampled_from(READ)))
def test_odd_shapes_never_pass(changes: dict[str, object], missing: set[str]) -> None:
    elements = {**carrier(DOT_NUMBER, Condition.HEALTHY, NOW.date()), **changes}
    sent = {name: value for name, value in elements.items() if name not in missing}
    record = read_carrier(sent, (read_authority(authority_row(elements)),))
    assert record is not None

    passed = judge(REQUEST, record, NOW).outcome is Outcome.PASS

    assert not passed or clearly_good(sent)


def clearly_good(sent: dict[str, object]) -> bool:
    """PASS stated over again, straight on the elements, by what they must exactly be."""

    def text(name: str) -> str:
        value = sent.get(name)
        return value.strip() if isinstance(value, str) else ""

    def dollars(name: str) -> int:
        value = sent.get(name)
        written = str(value).strip() if isinstance(value, int | str) and not isinstance(value, bool) else ""
        return int(written) * 1000 if written.isascii() and written.isdecimal() else -1

    covered = dollars("bipdInsuranceOnFile") >= 750_000 and (
        text("bipdInsuranceRequired") == "N"
        or (
            text("bipdInsuranceRequired") == "Y"
            and 0 <= dollars("bipdRequiredAmount") <= dollars("bipdInsuranceOnFile")
        )
    )
    return (
        text("allowedToOperate") == "Y"
        and text("statusCode") == "A"
        and sent.get("oosDate") in (None, "")
        and "A" in (text("commonAuthorityStatus"), text("contractAuthorityStatus"))
        and covered
        and sent.get("bipdInsuranceExpirationDate") in (None, "")
        and (sent.get("safetyRating") in (None, "") or text("safetyRating").upper() == "S")
    )


@given(st.dictionaries(st.sampled_from(READ) | TEXTS, ODD))
def test_a_record_of_oddities_alone_never_passes(elements: dict[str, object]) -> None:
    record = read_carrier({**elements, "dotNumber": DOT_NUMBER})
    assert record is not None

    assert judge(REQUEST, record, NOW).outcome is not Outcome.PASS


EXPECTED = {
    Condition.HEALTHY: Outcome.PASS,
    Condition.CONTENT_ARRAY: Outcome.PASS,
    Condition.OUT_OF_SERVICE: Outcome.FAIL,
    Condition.NOT_ALLOWED: Outcome.FAIL,
    Condition.ALLOWED_MISSING: Outcome.WARN,
    Condition.INSURANCE_ZERO: Outcome.FAIL,
    Condition.INSURANCE_INSUFFICIENT: Outcome.FAIL,
    Condition.INSURANCE_REQUIREMENT_UNKNOWN: Outcome.WARN,
    Condition.INSURANCE_EXPIRING: Outcome.WARN,
    Condition.CONDITIONAL: Outcome.WARN,
    Condition.UNSATISFACTORY: Outcome.FAIL,
    Condition.NO_AUTHORITY: Outcome.FAIL,
    Condition.BROKER_ONLY: Outcome.FAIL,
    Condition.PASSENGERS_ONLY: Outcome.FAIL,
    Condition.PAST_ORDER: Outcome.WARN,
    Condition.INACTIVE: Outcome.FAIL,
    Condition.ALL_NULL: Outcome.WARN,
    Condition.NOT_FOUND: Outcome.FAIL,
    Condition.OVERLOADED: Outcome.UNAVAILABLE,
    Condition.MAINTENANCE: Outcome.UNAVAILABLE,
}


@pytest.fixture(scope="module")
def register() -> Iterator[QCMobile]:
    with running("key") as url:
        yield QCMobile(url, "key")


@pytest.mark.parametrize(("condition", "outcome"), EXPECTED.items())
def test_the_outcome_of_every_scripted_carrier(
    register: QCMobile, condition: Condition, outcome: Outcome
) -> None:
    vetting = vet(VettingRequest(condition.number(5)), register, datetime.now(UTC))

    assert vetting.outcome is outcome


def test_an_expiry_date_is_read_in_both_forms() -> None:
    for written in ("2027-04-09", "04/09/2027", "4/9/2027"):
        assert a_carrier({"bipdInsuranceExpirationDate": written}).insurance.expires_on == date(2027, 4, 9)
