import pytest

from lambdas.messaging.intents.intent import Intent
from lambdas.messaging.keywords import entry_for, reply_to
from tests.lambdas.messaging.test_consent import Entry, granted, revoked


def test_only_stop_and_start_make_entries() -> None:
    made = {intent: entry_for(intent) for intent in Intent if entry_for(intent) is not None}

    assert made == {Intent.OPT_OUT: ("revoked", "all"), Intent.START: ("granted", "all")}


@pytest.mark.parametrize(
    ("intent", "before", "reply"),
    [
        (Intent.OPT_OUT, [], "opt_out_confirmation"),
        (Intent.OPT_OUT, [revoked()], None),
        (Intent.OPT_OUT, [revoked(), granted(minutes=1)], "opt_out_confirmation"),
        (Intent.START, [revoked()], "start_confirmation"),
        (Intent.START, [], None),
        (Intent.HELP, [], "help_answer"),
        (Intent.HELP, [revoked()], "help_answer"),
        (Intent.ACCEPT, [], None),
    ],
)
def test_an_opt_out_is_confirmed_once_and_help_always_answered(
    intent: Intent, before: list[Entry], reply: str | None
) -> None:
    assert reply_to(intent, before) == reply
