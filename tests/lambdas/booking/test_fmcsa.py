"""The client against the stand-in over real HTTP: the twelve traps of QCMobile, one by one."""

import logging
import traceback
from collections.abc import Iterator

import pytest

from lambdas.booking.carrier_record import (
    AuthorityStatus,
    CarrierRecord,
    Flag,
    NotFound,
    SafetyRating,
    SeveralCarriers,
    Unavailable,
    UnavailableReason,
)
from lambdas.booking.fmcsa import Lookup, QCMobile
from local.fmcsa.conditions import Condition
from local.fmcsa.server import running

WEB_KEY = "s3cret+/key="
HEALTHY = 158_121


@pytest.fixture(scope="module")
def base_url() -> Iterator[str]:
    with running(WEB_KEY, slow_seconds=20) as url:
        yield url


@pytest.fixture
def register(base_url: str) -> QCMobile:
    return QCMobile(base_url, WEB_KEY)


def record(lookup: Lookup | SeveralCarriers) -> CarrierRecord:
    assert isinstance(lookup, CarrierRecord)
    return lookup


def test_a_healthy_carrier_is_read_whole(register: QCMobile) -> None:
    healthy = record(register.look_up(HEALTHY))

    assert (healthy.dot_number, healthy.legal_name) == (HEALTHY, "RED MESA LOGISTICS LLC")
    assert healthy.allowed_to_operate is Flag.YES
    assert healthy.status is AuthorityStatus.ACTIVE
    assert healthy.insurance.on_file == 100_000_000
    assert healthy.insurance.required_amount == 75_000_000
    assert [row.for_property for row in healthy.authorities] == [Flag.YES]
    assert (healthy.out_of_service, healthy.out_of_service_orders) == (False, 0)
    assert healthy.safety_rating is SafetyRating.SATISFACTORY


@pytest.mark.parametrize("dot_number", [HEALTHY, Condition.CONTENT_ARRAY.number()])
def test_trap_1_content_is_an_object_or_an_array(register: QCMobile, dot_number: int) -> None:
    assert record(register.look_up(dot_number)).dot_number == dot_number


def test_trap_1_content_is_a_bare_string_on_an_error(register: QCMobile) -> None:
    lookup = register.look_up(Condition.ERROR_MESSAGE.number())

    assert lookup == Unavailable(UnavailableReason.ERROR_MESSAGE)


def test_trap_1_content_is_missing(register: QCMobile) -> None:
    lookup = register.look_up(Condition.CONTENT_MISSING.number())

    assert lookup == Unavailable(UnavailableReason.UNREADABLE)


def test_trap_2_a_bad_key_is_a_404_and_not_an_unknown_carrier(base_url: str) -> None:
    lookup = QCMobile(base_url, "wrong").look_up(HEALTHY)

    assert lookup == Unavailable(UnavailableReason.WEB_KEY_REFUSED)
    assert not lookup.retryable


def test_trap_2_a_missing_key_is_not_even_sent(base_url: str) -> None:
    assert QCMobile(base_url, " ").look_up(HEALTHY) == Unavailable(UnavailableReason.NOT_CONFIGURED)


def test_trap_3_maintenance_is_a_200_with_html(register: QCMobile) -> None:
    lookup = register.look_up(Condition.MAINTENANCE.number())

    assert lookup == Unavailable(UnavailableReason.MAINTENANCE)
    assert lookup.retryable


def test_trap_4_insurance_is_thousands_of_dollars_in_a_string_and_zero_is_zero(register: QCMobile) -> None:
    uninsured = record(register.look_up(Condition.INSURANCE_ZERO.number()))

    assert uninsured.insurance.on_file == 0
    assert uninsured.insurance.required is Flag.YES


def test_trap_5_required_may_be_unknown(register: QCMobile) -> None:
    carrier = record(register.look_up(Condition.INSURANCE_REQUIREMENT_UNKNOWN.number()))

    assert carrier.insurance.required is Flag.UNKNOWN
    assert carrier.insurance.required_amount is None


def test_trap_6_a_403_is_a_refusal_at_the_edge_and_not_retried(register: QCMobile) -> None:
    lookup = register.look_up(Condition.REFUSED_AT_EDGE.number())

    assert lookup == Unavailable(UnavailableReason.REFUSED_AT_EDGE)
    assert not lookup.retryable


def test_trap_7_out_of_service_is_a_date(register: QCMobile) -> None:
    ordered = record(register.look_up(Condition.OUT_OF_SERVICE.number()))

    assert (ordered.out_of_service, ordered.out_of_service_orders) == (True, 1)


def test_trap_8_a_missing_allowed_to_operate_is_not_a_yes(register: QCMobile) -> None:
    unsaid = record(register.look_up(Condition.ALLOWED_MISSING.number()))

    assert unsaid.allowed_to_operate is Flag.UNKNOWN


def test_trap_9_a_docket_number_of_several_carriers_picks_none(register: QCMobile) -> None:
    docket = Condition.SEVERAL_PER_DOCKET.number()

    assert register.look_up_docket(docket) == SeveralCarriers((docket, docket + 1))


def test_trap_9_a_docket_number_of_one_carrier_finds_it_whole(register: QCMobile) -> None:
    assert register.look_up_docket(138_328) == register.look_up(138_328)


def test_trap_9_a_docket_number_of_no_carrier_is_not_found(register: QCMobile) -> None:
    assert register.look_up_docket(Condition.NONE_PER_DOCKET.number()) == NotFound()


@pytest.mark.parametrize("dot_number", [53_467, 44_110, 17])
def test_trap_10_short_usdot_numbers_are_real(register: QCMobile, dot_number: int) -> None:
    assert record(register.look_up(dot_number)).dot_number == dot_number


ALL_CONDITIONS = [condition for condition in Condition if condition not in (Condition.SLOW, Condition.DRIP)]


@pytest.mark.parametrize("condition", ALL_CONDITIONS)
def test_trap_11_the_key_is_in_no_answer_log_or_output(
    base_url: str,
    condition: Condition,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    register = QCMobile(base_url, WEB_KEY)

    said = repr((register, register.look_up(condition.number()), register.look_up_docket(condition.number())))

    assert_key_absent(said + caplog.text + "".join(capfd.readouterr()))


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1", "http://127.0.0.1:99999", "https://bad host", "http://127.0.0.1:1/a\nb", ""]
)
def test_trap_11_the_key_is_in_no_answer_when_the_address_is_bad(url: str) -> None:
    lookup = QCMobile(url, WEB_KEY).look_up(HEALTHY)

    assert isinstance(lookup, Unavailable)
    assert_key_absent(repr(lookup))


def test_trap_11_the_key_crosses_no_network_in_the_clear() -> None:
    lookup = QCMobile("http://mobile.fmcsa.dot.gov/qc/services", WEB_KEY).look_up(HEALTHY)

    assert lookup == Unavailable(UnavailableReason.NOT_CONFIGURED)


def test_trap_11_a_redirect_is_not_followed(register: QCMobile) -> None:
    assert register.look_up(Condition.REDIRECT.number()) == Unavailable(UnavailableReason.UNREADABLE)


def test_trap_11_an_interrupted_look_up_shows_no_key_in_its_traceback(base_url: str) -> None:
    def interrupted() -> float:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt) as caught:
        QCMobile(base_url, WEB_KEY, monotonic=interrupted).look_up(HEALTHY)

    assert_key_absent("".join(traceback.format_exception(caught.value)))


def test_trap_12_not_found_is_an_answer_and_unavailable_is_none(register: QCMobile) -> None:
    assert register.look_up(Condition.NOT_FOUND.number()) == NotFound()
    assert register.look_up(Condition.OVERLOADED.number()) == Unavailable(UnavailableReason.OVERLOADED)


@pytest.mark.parametrize("condition", [Condition.SLOW, Condition.DRIP])
def test_a_look_up_is_over_by_its_deadline(base_url: str, condition: Condition) -> None:
    lookup = QCMobile(base_url, WEB_KEY, deadline_seconds=0.3).look_up(condition.number())

    assert lookup == Unavailable(UnavailableReason.TIMEOUT)


def test_a_body_without_end_is_not_read(register: QCMobile) -> None:
    assert register.look_up(Condition.TOO_LARGE.number()) == Unavailable(UnavailableReason.TOO_LARGE)


def test_an_answer_about_another_carrier_is_unreadable(register: QCMobile) -> None:
    assert register.look_up(Condition.OTHER_CARRIER.number()) == Unavailable(UnavailableReason.UNREADABLE)


def test_the_third_try_finds_a_register_that_recovers(register: QCMobile) -> None:
    dot_number = Condition.RECOVERS.number(7)

    tries = [register.look_up(dot_number) for _ in range(3)]

    assert tries[:2] == [Unavailable(UnavailableReason.OVERLOADED)] * 2
    assert record(tries[2]).dot_number == dot_number


def assert_key_absent(text: str) -> None:
    assert WEB_KEY not in text
    assert "s3cret" not in text
