"""The whole bench in small: every contestant of ours really runs, and commits are counted, not assumed."""

import pytest

from local.bench.contest import ALONE
from local.bench.engine import Plan, measure
from local.bench.server import default_folder
from local.bootstrap.layout import home


@pytest.mark.slow
def test_contestants_commit_what_their_form_says() -> None:
    plan = Plan(peers=(), rounds=1, runs=4, folder=default_folder())

    result = measure(plan, home(), lambda _line: None)

    commits = {one.contestant.name: round(one.measured[ALONE].commits_a_run) for one in result.contestants}
    assert 2 <= commits.pop("chain, write with the step") <= 11  # one to accept the run, at most one a step
    assert commits == {
        "bare driver": 10,
        "chain, write of its own": 21,
        "chain, function workers": 21,
        "functions called by hand": 10,
    }
