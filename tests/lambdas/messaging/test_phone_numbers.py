import pytest

from lambdas.messaging.phone_numbers import (
    LandlineNumber,
    Line,
    NotASubscriberNumber,
    PhoneNumberImpossible,
    PhoneNumberInvalid,
    PhoneNumberRefused,
    PhoneNumberUnreadable,
    PremiumRateNumber,
    TollFreeNumber,
    VoipNumber,
    area_code_of,
    text_recipient,
    time_zones_of,
)


@pytest.mark.parametrize(
    ("written", "e164", "region"),
    [
        ("(317) 234-5678", "+13172345678", "US"),
        ("1-317-234-5678", "+13172345678", "US"),
        ("+1 416 234 5678", "+14162345678", "CA"),
        ("+52 81 1234 5678", "+528112345678", "MX"),
        ("tel:+13172345678", "+13172345678", "US"),
    ],
)
def test_a_number_is_kept_in_e164_however_it_is_written(written: str, e164: str, region: str) -> None:
    number = text_recipient(written)

    assert (number.e164, number.region, number.line) == (e164, region, Line.MOBILE_OR_LANDLINE)


def test_a_region_tells_where_a_national_number_is_meant() -> None:
    assert text_recipient("07911 123456", region="GB").e164 == "+447911123456"


@pytest.mark.parametrize(
    ("written", "refusal"),
    [
        ("call me", PhoneNumberUnreadable),
        ("", PhoneNumberUnreadable),
        ("1" * 41, PhoneNumberUnreadable),
        ("+999123", PhoneNumberUnreadable),
        ("911", PhoneNumberImpossible),
        ("+1317234567", PhoneNumberImpossible),
        ("+131723456789", PhoneNumberImpossible),
        ("+12931234567", PhoneNumberInvalid),
        ("+13171555123", PhoneNumberInvalid),
        ("+442079460958", LandlineNumber),
        ("+13172345678 ext. 12", LandlineNumber),
        ("+19002345678", PremiumRateNumber),
        ("+19005550123", PremiumRateNumber),
        ("+18002345678", TollFreeNumber),
        ("+18005550199", TollFreeNumber),
        ("+445612345678", VoipNumber),
        ("+15002345678", NotASubscriberNumber),
    ],
)
def test_what_takes_no_text_is_refused_with_its_reason(
    written: str, refusal: type[PhoneNumberRefused]
) -> None:
    with pytest.raises(PhoneNumberRefused) as refused:
        text_recipient(written)

    assert type(refused.value) is refusal
    assert len(str(refused.value)) > 20


def test_every_refusal_has_its_own_reason() -> None:
    classes = PhoneNumberRefused.__subclasses__()

    assert len({refusal.reason for refusal in classes}) == len(classes)


@pytest.mark.parametrize("written", ["+13175550123", "+12015550142", "+15555550100", "(416) 555-0199"])
def test_numbers_of_demonstrations_are_mobiles(written: str) -> None:
    assert text_recipient(written).line is Line.MOBILE


def test_directory_assistance_is_no_demonstration() -> None:
    assert text_recipient("+13175551212").line is Line.MOBILE_OR_LANDLINE


def test_a_lookup_tells_what_the_number_does_not() -> None:
    assert text_recipient("+13172345678", line=Line.MOBILE).line is Line.MOBILE
    assert text_recipient("+13172345678", line=Line.MOBILE_OR_LANDLINE).line is Line.MOBILE_OR_LANDLINE
    with pytest.raises(LandlineNumber):
        text_recipient("+13172345678", line=Line.LANDLINE)
    with pytest.raises(VoipNumber):
        text_recipient("+13172345678", line=Line.VOIP)


def test_a_lookup_does_not_make_a_toll_free_number_a_mobile() -> None:
    with pytest.raises(TollFreeNumber):
        text_recipient("+18002345678", line=Line.MOBILE)


@pytest.mark.parametrize(
    ("e164", "zones"),
    [
        ("+14802345678", ("America/Phoenix",)),
        ("+12085550142", ("America/Boise",)),
        ("+15555550100", ()),
    ],
)
def test_the_zones_of_an_area_code(e164: str, zones: tuple[str, ...]) -> None:
    found = time_zones_of(e164)

    assert set(zones) <= set(found)
    assert bool(found) == bool(zones)


def test_a_toll_free_number_may_be_in_any_zone_of_its_plan() -> None:
    assert {"America/New_York", "America/Los_Angeles"} <= set(time_zones_of("+18002345678"))


def test_area_codes_are_of_the_north_american_plan() -> None:
    assert area_code_of("+13175550123") == "317"
    assert area_code_of("+447911123456") is None
