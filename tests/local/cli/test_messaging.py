"""`./chain messaging classify` on files as people have them."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from local.cli.app import app
from local.cli.failures import UsageError


def classify(file: Path | str, *options: str, given: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, ["messaging", "classify", str(file), *options], input=given)


def test_a_text_a_line_is_told_a_line(tmp_path: Path) -> None:
    file = tmp_path / "texts.txt"
    file.write_text("STOP\n\nneed $2,100\neta 6pm\nI'm at the bus stop\n", "utf-8")

    said = classify(file)

    assert said.exit_code == 0
    rows = [line.split() for line in said.output.splitlines()]
    assert [row[0] for row in rows[:3]] == ["opt_out", "counter", "eta"]
    assert [row[2] for row in rows[:3]] == ["-", "$2,100.00", "18:00"]
    assert len(rows) == 4
    assert rows[3][0] != "opt_out"


def test_json_lines_bring_their_own_context() -> None:
    lines = '{"text": "1850", "asked": "offer", "offered": 180000}\n{"text": "1830"}\n'

    said = classify("-", "--asked", "eta", "--json", given=lines)

    first, second = (json.loads(line) for line in said.output.splitlines())
    assert (first["intent"], first["amount"]) == ("counter", 185_000)
    assert (second["intent"], second["time"]["clock"]) == ("eta", "18:30")


def test_a_line_is_what_ends_with_a_line_feed() -> None:
    said = classify("-", given="hi\u2028STOP\r\nyes\x0bplease\r\n")

    assert [line.split()[0] for line in said.output.split("\n") if line] == ["opt_out", "accept"]


def test_our_amount_is_given_in_dollars() -> None:
    assert classify("-", "--asked", "offer", "--offered", "1850", given="1850\n").output.startswith("accept")


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        (b"\xff\xfe\n", "not UTF-8"),
        (b'{"text": 5}\n', 'line 1 has no "text"'),
        (b"ok\n{broken\n", "line 2 begins like JSON"),
        (b'{"text": "a", "asked": "weather"}\n', "asked is one of offer, eta, nothing"),
        (b'{"text": "a", "asked": "offer", "offered": "many"}\n', "offered is our amount in whole cents"),
    ],
)
def test_what_cannot_be_read_says_where_and_what_to_do(given: bytes, complaint: str) -> None:
    said = classify("-", given=given)

    assert isinstance(said.exception, UsageError)
    assert complaint in str(said.exception)


def test_a_missing_file_is_told() -> None:
    said = classify("nowhere.txt")

    assert isinstance(said.exception, UsageError)
    assert "cannot be read" in str(said.exception)
