from dataclasses import replace

import pytest

from local.postgres.throw_away import ThrowAwayServer
from local.simulator.campaign import Campaign, play, run_campaign
from local.simulator.faults.catalogue import EVERY_FAULT, FAULTS_OF_PROVIDERS
from local.simulator.place import Place
from local.simulator.world import Outcome
from tests.local.simulator.message.settings import message_setting


@pytest.fixture(scope="module")
def outcome(message_place: Place) -> Outcome:
    """A small world with all faults."""
    return play(message_setting(), message_place)


def test_every_invariant_holds(outcome: Outcome) -> None:
    assert outcome.broken is None
    assert outcome.checks > 500
    assert len(outcome.ended) >= 20


def test_providers_and_the_platform_fail(outcome: Outcome) -> None:
    assert len(outcome.struck) >= 5
    assert set(outcome.struck) & set(FAULTS_OF_PROVIDERS)


def test_the_same_seed_gives_the_same_trace(outcome: Outcome, message_place: Place) -> None:
    assert play(message_setting(), message_place).trace == outcome.trace


@pytest.mark.slow
def test_a_campaign_meets_every_fault_and_every_end(postgres_server: ThrowAwayServer) -> None:
    # given
    campaign = Campaign("message", 5, 400, frozenset(EVERY_FAULT), workers=2)

    # when
    tally = run_campaign(campaign, postgres_server, lambda _outcome: None)

    # then
    assert tally.broken is None
    assert tally.runs > 300
    assert set(FAULTS_OF_PROVIDERS) <= set(tally.struck)
    assert set(tally.ends) == {
        "DELIVERED",
        "REPLIED",
        "SKIPPED",
        "SUPPRESSED",
        "CANCELLED",
        "ESCALATED",
        "FAILED",
        "UNKNOWN",
    }


@pytest.mark.slow
def test_without_faults_none_strikes(message_place: Place) -> None:
    calm = play(replace(message_setting(), faults=frozenset()), message_place)

    assert calm.broken is None
    assert not calm.struck
