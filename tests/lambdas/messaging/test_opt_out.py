"""The lists in `texts/` are written by hand, one text a line.

The first were written before the rules, each further one after the rules for the lists before it stood, to
measure how far rules reach to what they were not made for (DECISIONS.md has the figures).
"""

from pathlib import Path

import pytest

from lambdas.messaging.intents import (
    harmless,
    revocations_en,
    revocations_en_certain,
    revocations_es,
    revocations_general,
)
from lambdas.messaging.intents.phrases import PhraseMalformed, Phrases
from lambdas.messaging.opt_out import is_opt_out, opt_out_confidence

TEXTS = Path(__file__).parent / "texts"
LISTS = (
    "",
    "_later",
    "_last",
    "_final",
    "_fifth",
    "_sixth",
    "_seventh",
    "_eighth",
    "_ninth",
    "_tenth",
    "_eleventh",
    "_twelfth",
    "_thirteenth",
    "_fourteenth",
)
FCC_WORDS = ("stop", "quit", "end", "revoke", "opt out", "cancel", "unsubscribe", "remove")


def texts(name: str) -> list[str]:
    return [line for line in (TEXTS / f"{name}.txt").read_text("utf-8").splitlines() if line.strip()]


@pytest.mark.parametrize("name", LISTS)
def test_every_revocation_is_caught(name: str) -> None:
    found = texts(f"revocations{name}")

    assert len(found) >= 60
    assert [text for text in found if not is_opt_out(text)] == []


@pytest.mark.parametrize("name", LISTS)
def test_no_harmless_sentence_is_taken_for_one(name: str) -> None:
    found = texts(f"harmless{name}")

    assert len(found) >= 60
    assert [text for text in found if is_opt_out(text)] == []


@pytest.mark.parametrize("word", FCC_WORDS)
@pytest.mark.parametrize(
    "form",
    ["{}", "{}.", "{}!!!", " {} ", "Please {}", "{} please", '"{}"', "{}\n\nSent from my iPhone", "{} 🙏"],
)
def test_every_word_of_the_rule_revokes_however_it_is_written(word: str, form: str) -> None:
    for written in (word, word.upper(), word.capitalize()):
        assert opt_out_confidence(form.format(written)) == 1.0


@pytest.mark.parametrize(
    "text",
    [
        "\uff33\uff34\uff2f\uff30",
        "S\u200bTOP",
        "Don\u2019t text me",
        "don t text me",
        "¡ALTO!",
        "Texting me? Stop",
        "Stop. Texting. Me.",
        "stoptextingme",
        "pls delte my numbr",
        "remove 317-555-0123",
        "🛑🚫💬",
        "стоп",
        "The dock was full again. " * 200 + "Please stop texting me.",
    ],
)
def test_how_phones_type_does_not_matter(text: str) -> None:
    assert is_opt_out(text)


@pytest.mark.parametrize("text", ["", "   ", "?", "👍", "\n", "0", "🚛" * 600])
def test_what_says_nothing_revokes_nothing(text: str) -> None:
    assert opt_out_confidence(text) == 0.0


def test_our_own_footer_in_a_quote_is_no_revocation() -> None:
    assert not is_opt_out("Loved “Load 4821 pays $1,850. Reply STOP to opt out”")
    assert not is_opt_out("ok will do\n> Reply STOP to end")


def test_every_phrase_can_be_matched() -> None:
    modules = (harmless, revocations_en, revocations_en_certain, revocations_es, revocations_general)
    phrases = [value for module in modules for value in vars(module).values() if isinstance(value, Phrases)]

    assert len(phrases) == 10
    for one in phrases:
        one.compile()


@pytest.mark.parametrize("phrase", ["stop <nothing>", "a?/b stop", "x*/y"])
def test_a_phrase_that_cannot_be_read_is_a_mistake(phrase: str) -> None:
    with pytest.raises(PhraseMalformed):
        Phrases([phrase], {}).compile()


@pytest.mark.parametrize(
    "words",
    [
        "dont want to be getting the ",
        "no me manden mas de los ",
        "remove me from the this ",
        "please now ",
        "stop dont take get ",
        "not want never want ",
    ],
)
def test_no_text_keeps_the_rules_busy(words: str) -> None:
    """Of the words that stars could multiply; a rule that backtracks without bound would never return."""
    opt_out_confidence(words * 80 + "x")
