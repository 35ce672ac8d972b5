"""`engine verify`: what it prints, writes and answers."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from local.cli.app import app
from local.engine.conformance.levels import HIGHEST

CASES: list[dict[str, Any]] = [
    {"id": "same", "kind": "choice", "tags": ["kept"], "output": {"x": 1}},
    {"id": "other", "kind": "choice", "output": {"x": 2}},
    {"id": "broken", "kind": "history-pure", "tags": ["kept", "retry"]},
]
MACHINE: dict[str, Any] = {
    "definition": {"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": {"x": 1}, "End": True}}},
    "input": {},
}


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CHAIN_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "160")
    path = tmp_path / "cases.jsonl"
    path.write_text("".join(json.dumps(MACHINE | case) + "\n" for case in CASES) + "{half\n")
    return path


def verify(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["engine", "verify", *map(str, arguments)])


def written(file: Path, *options: str) -> list[dict[str, Any]]:
    out = file.with_name("levels.json")
    assert verify(file, "--json", out, *options).exit_code == 0
    cases: list[dict[str, Any]] = json.loads(out.read_text())["cases"]
    return cases


def test_every_case_is_written_once_with_its_level(file: Path) -> None:
    assert written(file) == [
        {"id": "same", "kind": "choice", "tags": ["kept"], "level": HIGHEST},
        {"id": "other", "kind": "choice", "tags": [], "level": 0},
        {"id": "broken", "kind": "history-pure", "tags": ["kept", "retry"], "level": -1},
        {"id": "line 4", "kind": "unknown", "tags": [], "level": -1},
    ]


def test_kinds_and_tags_choose(file: Path) -> None:
    assert [case["id"] for case in written(file, "--kind", "choice")] == ["same", "other"]
    assert [case["id"] for case in written(file, "--tag", "kept", "--tag", "none")] == ["same", "broken"]
    assert [case["id"] for case in written(file, "--tag", "kept", "--kind", "choice")] == ["same"]


def test_a_choice_of_nothing_is_said(file: Path) -> None:
    said = verify(file, "--kind", "none")

    assert said.exit_code == 0
    assert "is of this kind or has this tag" in said.output


def test_what_differs_and_the_scores_are_told(file: Path) -> None:
    said = verify(file).output

    assert re.search(r'other choice L0\n  another output\n.*\n.*\n.*\n.*\n  -  ?"x": 2\n  \+  ?"x": 1', said)
    assert "history missing" in said
    assert re.search(r"choice +│ +2 │ +2 │ +1 │ +1 │ +1 │ +1 │ 50.0% │ 50.0%", said)
    assert re.search(r"kept +│ +2 │", said)


def test_markdown_has_the_scores_only(file: Path) -> None:
    said = verify(file, "--markdown").output

    assert "| choice | 2 | 100.0% | 50.0% | 50.0% | 50.0% | 50.0% |" in said
    assert "history missing" not in said


def test_an_unreadable_file_is_exit_code_2(tmp_path: Path) -> None:
    said = verify(tmp_path / "missing.jsonl")

    assert said.exit_code == 2
    assert "cannot be read: No such file" in said.output


def test_the_help_says_levels_and_exit_codes() -> None:
    said = " ".join(verify("--help").output.split())

    for part in ("L4 and the same ids", "Exit code 0", "2 when FILE cannot be read", "Examples:"):
        assert part in said
