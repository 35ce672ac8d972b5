"""Each planted bug is found: the proof that the invariants can fail."""

import pytest

from lambdas.shared.statements import statement
from local.simulator.campaign import play
from local.simulator.database import MutationError, mutated
from local.simulator.place import Place
from local.simulator.world import Outcome
from tests.local.simulator.mutants import MUTANTS, Mutant
from tests.local.simulator.settings import setting

MOST_RUNS = 2_000
RUNS_A_WORLD = 10
QUICK = {
    "an id is made inside a retried task",
    "the outbox row is not written",
    "an event is published before its commit",
}


def hunted(mutant: Mutant, place: Place) -> tuple[int, Outcome]:
    """How many runs it took, and the last world."""
    with mutant.planted() as planted:
        for number in range(MOST_RUNS // RUNS_A_WORLD):
            outcome = play(setting(seed=11, number=number, runs=RUNS_A_WORLD), place, planted)
            if outcome.broken is not None:
                break
    return (number + 1) * RUNS_A_WORLD, outcome


def is_quick(mutant: Mutant) -> bool:
    return mutant.name in QUICK


def found(mutant: Mutant, place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    runs, outcome = hunted(mutant, place)
    with capsys.disabled():
        print(f"\n  {mutant.name}: {outcome.broken or 'not found'} after {runs} runs")  # noqa: T201 - the figure is asked for
    assert outcome.broken is not None
    assert outcome.broken.invariant in mutant.invariants


@pytest.mark.parametrize(
    "mutant", [mutant for mutant in MUTANTS if is_quick(mutant)], ids=lambda mutant: mutant.name
)
def test_a_planted_bug_is_found_soon(
    mutant: Mutant, place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    found(mutant, place, capsys)


@pytest.mark.slow
@pytest.mark.parametrize(
    "mutant", [mutant for mutant in MUTANTS if not is_quick(mutant)], ids=lambda mutant: mutant.name
)
def test_a_planted_bug_is_found(mutant: Mutant, place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    found(mutant, place, capsys)


def test_there_are_ten_and_more() -> None:
    assert len({mutant.name for mutant in MUTANTS}) >= 10


def test_a_mutation_that_changes_nothing_is_refused() -> None:
    with pytest.raises(MutationError, match="read_policy does not hold the text to replace: no such text"):
        mutated(statement("booking", "read_policy"), (("no such text", ""),))
