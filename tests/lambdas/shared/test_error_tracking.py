from typing import Any

import pytest
import sentry_sdk

from lambdas.shared.error_tracking import scrubbed, start_error_tracking, track
from tests.lambdas.shared.builders import settings


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    calls: list[dict[str, Any]] = []
    monkeypatch.setattr(sentry_sdk, "init", lambda **options: calls.append(options))
    start_error_tracking.cache_clear()
    return calls


def test_without_a_dsn_nothing_starts(started: list[dict[str, Any]]) -> None:
    track(KeyError("x"), settings(), load_id="1")

    assert started == []


def test_with_a_dsn_it_starts_once_and_sends_no_personal_data(started: list[dict[str, Any]]) -> None:
    traced = settings(sentry_dsn="https://key@sentry.example.com/1")

    assert start_error_tracking(traced)
    assert start_error_tracking(traced)

    [options] = started
    assert options["auto_enabling_integrations"] is False
    assert options["send_default_pii"] is False
    assert options["include_local_variables"] is False


def test_what_may_name_a_person_is_dropped() -> None:
    event = {
        "message": "m",
        "tags": {"run": "r"},
        "user": {"ip": "1"},
        "request": {"data": "x"},
        "extra": {"a": 1},
    }

    assert scrubbed(event, {}) == {"message": "m", "tags": {"run": "r"}}
