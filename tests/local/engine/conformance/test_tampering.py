"""No recording in which one thing was changed is taken for the service's."""

import random
from collections import Counter

import pytest

from local.engine.conformance.cases import read_case
from local.engine.conformance.levels import HIGHEST
from local.engine.conformance.verifying import verify
from tests.local.engine.conformance.mutants import Mutant, mutants
from tests.local.engine.conformance.recordings import recording, recordings, shared_recordings

# answers that the machine never looks at again: the recording itself is what they are compared with
UNSEEN = {
    "asked-twice (4, 'lambdaFunctionFailedEventDetails', 'cause') changed",
    "offer-sent (4, 'taskSubmittedEventDetails', 'output', 'MessageId') changed",
}


def level_of(mutant: Mutant) -> int:
    return verify(read_case(mutant.fields)).verdict.level


@pytest.mark.parametrize("fields", recordings(), ids=lambda fields: fields["id"])
def test_no_change_of_a_recording_survives(fields: dict[str, object]) -> None:
    assert verify(read_case(fields)).verdict.level == HIGHEST

    survivors = {mutant.what for mutant in mutants(fields) if level_of(mutant) == HIGHEST}

    has_order = fields["id"] != "both-ways"
    assert {what for what in survivors - UNSEEN if has_order or not what.endswith("moved")} == set()


def test_a_wrong_identity_costs_the_highest_level_only() -> None:
    changes = ("'id')", "'previousEventId')")
    of_identities = [
        mutant
        for fields in recordings()
        if "history" in fields and fields["id"] != "both-ways"
        for mutant in mutants(fields)
        if mutant.what.endswith(tuple(f"{change} changed" for change in changes))
    ]

    assert Counter(map(level_of, of_identities)) == {3: len(of_identities)}
    assert of_identities


def test_what_the_engine_sends_is_compared() -> None:
    sent = [
        mutant
        for fields in (recording("asked-twice"), recording("offer-sent"))
        for mutant in mutants(fields)
        if "ScheduledEventDetails" in mutant.what
    ]

    assert {level_of(mutant) for mutant in sent} == {2}
    for name in ("timeoutInSeconds", "heartbeatInSeconds", "MessageBody"):
        assert any(name in mutant.what for mutant in sent)


def test_changes_of_the_services_own_recordings_do_not_survive() -> None:
    """A sample of changes to ids, types, results and what is asked of tasks."""
    draw = random.Random(3)
    cases = [fields for fields in shared_recordings() if "history" in fields]
    agreeing = [f for f in draw.sample(cases, 60) if verify(read_case(f)).verdict.level == HIGHEST]
    telling = ("'id')", "'previousEventId')", "'type')", "'error')", "TaskScheduled", "timeoutInSeconds")

    survivors = [
        mutant.what
        for fields in agreeing
        for mutant in draw.sample(list(mutants(fields)), 8)
        if any(part in mutant.what for part in telling) and level_of(mutant) == HIGHEST
    ]

    assert survivors == []
