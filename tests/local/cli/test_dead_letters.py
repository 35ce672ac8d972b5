"""`dead-letters`: what it prints, and which queues and letters it means."""

import json
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner, Result

from local.cli import dead_letters
from local.cli.app import app
from local.cli.failures import UsageError
from local.dead_letters.letter import DeadLetter

AT = datetime(2027, 3, 10, 12, tzinfo=UTC)


class Found:
    """Two queues with a letter each."""

    def __init__(self) -> None:
        self.replayed: list[tuple[str, str | None]] = []

    def queues(self) -> dict[str, str]:
        return {f"chain-messaging-{name}": name for name in ("follow-loads", "receive-texts")}

    def letters(self, queue: str, url: str) -> list[DeadLetter]:
        return [DeadLetter(f"id-{url}", queue, AT, "SenderUnknown", "Look.", "texts", "{}", "receipt")]

    def replay(self, queue: str, url: str, only: str | None) -> list[DeadLetter]:
        self.replayed.append((url, only))
        return self.letters(queue, url)


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> Found:
    found = Found()
    monkeypatch.setattr(dead_letters, "_dead_letters", lambda _aws: found)
    return found


def chain(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["dead-letters", *arguments])


def test_each_letter_is_told_with_its_reason(found: Found) -> None:
    said = chain().output

    assert "id-receive-texts  chain-messaging-receive-texts  2027-03-10T12:00:00+00:00  texts" in said
    assert "    SenderUnknown: Look." in said
    assert said.endswith("2 letters dead\n")
    assert found.replayed == []


@pytest.mark.parametrize("queue", ["receive-texts", "receive_texts", "chain-messaging-receive-texts"])
def test_one_queue_may_be_named_as_the_code_or_aws_names_it(found: Found, queue: str) -> None:
    assert chain(queue).output.endswith("1 letter dead\n")


def test_replay_gives_again_what_was_asked_for(found: Found) -> None:
    assert chain("receive-texts", "--replay", "--id", "x").output.endswith("1 letter given again\n")
    assert found.replayed == [("receive-texts", "x")]


def test_json_has_the_body_and_no_receipt(found: Found) -> None:
    [line] = chain("receive-texts", "--json").output.splitlines()

    assert json.loads(line) == {
        "letter_id": "id-receive-texts",
        "queue": "chain-messaging-receive-texts",
        "at": AT.isoformat(),
        "error": "SenderUnknown",
        "reason": "Look.",
        "about": "texts",
        "body": "{}",
    }


@pytest.mark.parametrize(
    ("arguments", "told"), [(("nothing",), "receive-texts"), (("--id", "x"), "--replay")]
)
def test_what_makes_no_sense_is_told(found: Found, arguments: tuple[str, ...], told: str) -> None:
    said = chain(*arguments)

    assert isinstance(said.exception, UsageError)
    assert told in str(said.exception)
