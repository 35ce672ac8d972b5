"""What looks like a secret fails; what is known to be none, and is still there, does not."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from local.bootstrap.layout import ROOT

SUSPICION = {"filename": "a.py", "line_number": 3, "type": "AWS Access Key", "hashed_secret": "f00"}


@pytest.fixture
def secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    specification = importlib.util.spec_from_file_location("ci_secrets", ROOT / ".ci" / "secrets.py")
    assert specification
    assert specification.loader
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    program = tmp_path / "detect-secrets"
    program.write_text(f"#!/bin/sh\ncat <<'END'\n{json.dumps({'results': {'a.py': [SUSPICION]}})}\nEND\n")
    program.chmod(0o755)
    monkeypatch.setattr(module, "KNOWN", tmp_path / "known.json")
    monkeypatch.setattr("sys.argv", ["secrets.py", str(program)])
    return module


@pytest.mark.parametrize(
    ("known", "code", "word"),
    [([], 1, "a.py:3 (AWS Access Key)"), (["f00"], 0, ""), (["f00", "bar"], 1, "bar")],
)
def test_suspicions_and_what_is_known_must_agree(
    known: list[str], code: int, word: str, secrets: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    secrets.KNOWN.write_text(json.dumps(known))

    assert secrets.main() == code
    assert word in capsys.readouterr().err
