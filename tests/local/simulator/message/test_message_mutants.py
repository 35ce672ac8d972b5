"""Each bug that is planted in messaging is found: the proof that its invariants can fail."""

import pytest

from local.simulator.campaign import play
from local.simulator.place import Place
from tests.local.simulator.message.message_mutants import MESSAGE_MUTANTS
from tests.local.simulator.message.settings import message_setting
from tests.local.simulator.mutants import Mutant

MOST_WORLDS = 40
QUICK = {"nobody sleeps", "the ledger is not read"}


def found(mutant: Mutant, place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    messages, broken = 0, None
    with mutant.planted() as planted:
        for number in range(MOST_WORLDS):
            outcome = play(message_setting(seed=11, number=number, runs=75), place, planted)
            messages, broken = messages + len(outcome.ended), outcome.broken
            if broken is not None:
                break
    with capsys.disabled():
        print(f"\n  {mutant.name}: {broken or 'not found'} after {messages} messages")  # noqa: T201 - the figure is asked for
    assert broken is not None
    assert broken.invariant in mutant.invariants


@pytest.mark.parametrize(
    "mutant", [one for one in MESSAGE_MUTANTS if one.name in QUICK], ids=lambda mutant: mutant.name
)
def test_a_planted_bug_is_found_soon(
    mutant: Mutant, message_place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    found(mutant, message_place, capsys)


@pytest.mark.slow
@pytest.mark.parametrize(
    "mutant", [one for one in MESSAGE_MUTANTS if one.name not in QUICK], ids=lambda mutant: mutant.name
)
def test_a_planted_bug_is_found(
    mutant: Mutant, message_place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    found(mutant, message_place, capsys)
