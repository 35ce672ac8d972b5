from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdas.messaging.segments import Cost, Encoding, PriceTable
from lambdas.messaging.templates.catalogue import EXAMPLES, VARIABLES
from lambdas.messaging.templates.checking import (
    DefaultMissing,
    TextTooLong,
    UnknownVariable,
    check_template,
    content_digest,
    variant_for,
)
from lambdas.messaging.templates.preview import Preview, preview
from lambdas.messaging.templates.rendering import (
    MissingPolicy,
    Skip,
    TemplateMalformed,
    ValueMissing,
    rendered,
    variables_in,
)

FAIL = MissingPolicy()
PRICES = PriceTable("USD", {"US": 5_810})


@dataclass(frozen=True)
class Variant:
    text: str
    subject: str | None = None


def test_variables_are_replaced() -> None:
    text = "Hi {{driver.first_name}}, load {{ load.number }}: {{load.number}}"

    assert variables_in(text) == ("driver.first_name", "load.number")
    assert (
        rendered(text, {"driver.first_name": "Sam", "load.number": 48213}, FAIL)
        == "Hi Sam, load 48213: 48213"
    )


@pytest.mark.parametrize(
    "text",
    [
        "{{{driver.name}}}",
        "{{&driver.name}}",
        "{{#load}}x{{/load}}",
        "{{^load}}x",
        "{{>partial}}",
        "{{=<% %>=}}",
        "{{!comment}}",
        "{{driver.name",
        "driver.name}}",
        "{{}}",
        "{{driver.__class__}}",
        "{{driver.name()}}",
        "{{driver[0]}}",
        "{{ driver . name }}",
        "{{Driver.name}}",
        "{{driver..name}}",
        "{{driver.n\u00e4me}}",
        "{{{{driver.name}}}}",
        "{{driver.name}}}",
    ],
)
def test_nothing_but_names_goes_into_braces(text: str) -> None:
    with pytest.raises(TemplateMalformed):
        variables_in(f"first line\n{text}")


def test_the_place_of_a_mistake_is_told() -> None:
    with pytest.raises(TemplateMalformed, match=r"Line 2 .*\{\{#if"):
        variables_in("Hi {{driver.name}}\nwe {{#if x}} go")


@pytest.mark.parametrize("value", ["{{load.number}}", "{load.number}", "$load", "%s", "{0.__class__}", "}}"])
def test_a_value_is_text_whatever_it_contains(value: str) -> None:
    assert rendered("{{driver.name}}!", {"driver.name": value, "load.number": "x"}, FAIL) == f"{value}!"


@given(st.text())
def test_a_text_without_braces_stays_as_it_is(text: str) -> None:
    plain = text.replace("{", "(").replace("}", ")")

    assert rendered(plain, {}, FAIL) == plain


@pytest.mark.parametrize(
    ("value", "written"),
    [(5, "5"), (2.5, "2.5"), (True, "yes"), ("O'Neil & Co <x>", "O'Neil & Co <x>"), ("a\x00b\x1b", "ab")],
)
def test_values_are_written_as_people_read_them(value: str | float, written: str) -> None:
    assert rendered("{{driver.name}}", {"driver.name": value}, FAIL) == written


@pytest.mark.parametrize("value", [None, "", "  ", "\x00"])
def test_a_variable_without_a_value_fails_skips_or_has_a_default(value: str | None) -> None:
    values = {"driver.name": value, "load.number": "1"}
    text = "{{load.number}} {{driver.name}}"

    with pytest.raises(ValueMissing, match=r"{{driver\.name}}"):
        rendered(text, values, FAIL)
    assert rendered(text, values, MissingPolicy("fail", {"driver.name": "skip"})) == Skip("driver.name")
    default = MissingPolicy("skip", {"driver.name": "default"}, {"driver.name": "driver"})
    assert rendered(text, values, default) == "1 driver"
    with pytest.raises(ValueMissing):
        rendered(text, values, MissingPolicy("default"))


def test_an_unknown_variable_cannot_be_saved_and_near_names_are_told() -> None:
    variants = {"en": Variant("Hi {{driver.nme}}"), "es": Variant("Hola {{pickup.hora}} {{load.number}}")}

    with pytest.raises(UnknownVariable) as refused:
        check_template(variants, FAIL)

    assert set(refused.value.unknown) == {"driver.nme", "pickup.hora"}
    assert "driver.name" in refused.value.unknown["driver.nme"]
    assert "{{driver.nme}}" in str(refused.value)
    assert "driver.name" in str(refused.value)


@pytest.mark.parametrize(
    ("variant", "policy"),
    [
        (Variant("x", subject="{{load.nr}}"), FAIL),
        (Variant("x"), MissingPolicy(by_variable={"load.nr": "skip"})),
        (Variant("x"), MissingPolicy(defaults={"load.nr": "1"})),
    ],
)
def test_unknown_names_are_found_wherever_they_stand(variant: Variant, policy: MissingPolicy) -> None:
    with pytest.raises(UnknownVariable):
        check_template({"en": variant}, policy)


def test_a_default_must_be_there() -> None:
    with pytest.raises(DefaultMissing):
        check_template({"en": Variant("{{driver.name}}")}, MissingPolicy("default"))
    check_template(
        {"en": Variant("{{driver.name}}")}, MissingPolicy("default", {}, {"driver.name": "driver"})
    )


@pytest.mark.parametrize(
    ("text", "fits"),
    [("a" * 1_530, True), ("a" * 1_531, False), ("\u00e1" * 670, True), ("\u00e1" * 671, False)],
)
def test_a_text_of_more_than_ten_parts_cannot_be_saved(text: str, fits: bool) -> None:
    if fits:
        check_template({"en": Variant(text)}, FAIL)
        return
    with pytest.raises(TextTooLong, match="11 parts"):
        check_template({"en": Variant(text)}, FAIL)


@pytest.mark.parametrize(
    ("language", "expected"), [("es", "es"), ("es-MX", "es"), ("en", "en"), ("pl", "en"), ("fr-CA", "fr-CA")]
)
def test_the_nearest_language_speaks(language: str, expected: str) -> None:
    assert variant_for({"es": "es", "en": "en", "fr-CA": "fr-CA"}, language) == expected


def test_without_english_the_first_language_speaks() -> None:
    assert variant_for({"es": "es", "pl": "pl"}, "fr") == "es"


def test_a_version_is_another_content() -> None:
    one = content_digest({"en": Variant("a")}, FAIL, {"scope": "operational"})

    assert one == content_digest({"en": Variant("a")}, MissingPolicy(), {"scope": "operational"})
    assert one != content_digest({"en": Variant("b")}, FAIL, {"scope": "operational"})
    assert one != content_digest({"en": Variant("a")}, MissingPolicy("skip"), {"scope": "operational"})
    assert one != content_digest({"en": Variant("a")}, FAIL, {"scope": "marketing"})


def test_a_preview_shows_text_parts_and_cost() -> None:
    shown = preview(Variant("Load {{load.number}} at {{pickup.city}}"), {"load.number": "7"}, FAIL, PRICES)

    assert shown == Preview(
        None, "Load 7 at Dallas", Encoding.GSM_7, 16, ("Load 7 at Dallas",), Cost(5_810, "USD")
    )


def test_a_preview_in_another_alphabet_has_more_parts_and_no_price_is_made_up() -> None:
    shown = preview(Variant("\u00e1" * 71, subject="{{load.number}}"), {}, FAIL, PRICES, "MX")

    assert isinstance(shown, Preview)
    assert (shown.subject, shown.encoding, len(shown.parts), shown.cost) == ("48213", Encoding.UCS_2, 2, None)


def test_every_variable_of_the_catalogue_has_an_example_and_can_be_rendered() -> None:
    text = " ".join(f"{{{{{name}}}}}" for name in VARIABLES)

    assert rendered(text, EXAMPLES, FAIL) == " ".join(EXAMPLES.values())
