from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from schemas.common import E164, DotNumber, Instant, Money, Name, ZoneName, storable_json


def accepts(kind: Any, value: Any) -> bool:
    try:
        TypeAdapter(kind).validate_python(value)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize("amount", [0, 1, 10**12])
def test_money_is_integer_cents(amount: int) -> None:
    assert Money(amount=amount, currency="USD").amount == amount


@pytest.mark.parametrize("amount", [-1, 1.0, 1.5, True, "100", "1e3", None, 10**12 + 1, float("nan"), [1]])
def test_anything_else_is_no_money(amount: Any) -> None:
    assert not accepts(Money, {"amount": amount, "currency": "USD"})


@pytest.mark.parametrize("text", ["1.0", "1e2", '"100"', "true", "null"])
def test_json_numbers_that_are_not_integers_are_no_money(text: str) -> None:
    with pytest.raises(ValidationError):
        Money.model_validate_json(f'{{"amount": {text}, "currency": "USD"}}')


@pytest.mark.parametrize("currency", ["usd", "US", "USDT", "", "U$D", None, "USD\n"])
def test_a_currency_is_three_capitals(currency: Any) -> None:
    assert not accepts(Money, {"amount": 1, "currency": currency})


@pytest.mark.parametrize("phone", ["+13175550123", "+442071838750", "+4915112345678"])
def test_phones_in_e164_are_accepted(phone: str) -> None:
    assert accepts(E164, phone)


@pytest.mark.parametrize(
    "phone",
    [
        "3175550123",
        "+1 317 555 0123",
        "+1-317-555-0123",
        "+0123456789",
        "+1317555012",
        "+9991234567",
        "",
        "+",
    ],
)
def test_phones_in_another_form_are_refused(phone: str) -> None:
    assert not accepts(E164, phone)


@pytest.mark.parametrize("zone", ["America/Chicago", "America/Indiana/Indianapolis", "UTC", "Etc/GMT+5"])
def test_known_zones(zone: str) -> None:
    assert accepts(ZoneName, zone)


@pytest.mark.parametrize(
    "zone",
    [
        "America/Springfield",
        "EST",
        "CST6CDT",
        "localtime",
        "../../etc/passwd",
        "/etc/localtime",
        "",
        "America/",
        "Z",
    ],
)
def test_unknown_zones(zone: str) -> None:
    assert not accepts(ZoneName, zone)


@pytest.mark.parametrize("text", ["2027-03-10T07:00:00-05:00", "2027-03-10T12:00:00Z", "2027-03-10T12:00Z"])
def test_instants_have_an_offset(text: str) -> None:
    assert accepts(Instant, text)


@pytest.mark.parametrize(
    "value",
    ["2027-03-10T07:00:00", "2027-03-10", "1804680000", 1_804_680_000, 1.5, True, "", "tomorrow", None],
)
def test_naive_instants_and_timestamps_are_refused(value: Any) -> None:
    assert not accepts(Instant, value)


@pytest.mark.parametrize(("number", "accepted"), [(1, True), (99_999_999, True), (0, False), (10**8, False)])
def test_dot_numbers(number: int, accepted: bool) -> None:
    assert accepts(DotNumber, number) is accepted
    assert not accepts(DotNumber, str(number))


def test_names_are_stripped_and_hold_no_nul() -> None:
    assert TypeAdapter(Name).validate_python("  Acme  ") == "Acme"
    assert not accepts(Name, "   ")
    assert not accepts(Name, "a\x00b")
    assert not accepts(Name, "\ud800")


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text("ab"),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("ab"), inner),
)


@given(JSON)
def test_plain_json_is_storable(value: Any) -> None:
    assert storable_json(value) is value


@pytest.mark.parametrize(
    "value", ["\x00", "\ud800", float("nan"), float("inf"), {"\x00": 1}, [[{"a": "\x00"}]]]
)
def test_what_jsonb_cannot_hold_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match="must not contain"):
        storable_json(value)


def test_depth_is_limited() -> None:
    nested: Any = "leaf"
    for _ in range(40):
        nested = [nested]

    with pytest.raises(ValueError, match="32 levels"):
        storable_json(nested)
