import json
from pathlib import Path

import jsonschema
import pytest

from schemas import generate
from tests.schemas.builders import load


def test_the_repository_holds_what_the_models_say() -> None:
    assert generate.stale_files(generate.HERE) == []


@pytest.mark.parametrize("service", generate.SERVICES)
def test_every_event_and_task_has_its_file(service: str) -> None:
    files = {str(path) for path in generate.rendered_schemas()}
    contents = generate.SERVICES[service]

    assert files >= {f"json/{service}/events/{name}.json" for name in contents.events}
    assert files >= {f"json/{service}/tasks/{name}.input.json" for name in contents.tasks}
    assert files >= {f"json/{service}/tasks/{name}.output.json" for name in contents.tasks}


def test_files_are_json_schemas() -> None:
    for text in generate.rendered_schemas().values():
        jsonschema.Draft202012Validator.check_schema(json.loads(text))


def test_a_schema_says_no_where_its_model_does() -> None:
    text = generate.rendered_schemas()[Path("json/booking/api/PutLoad.json")]
    validator = jsonschema.Draft202012Validator(json.loads(text))

    assert validator.is_valid(load())
    assert not validator.is_valid(load(equipment="v"))


@pytest.mark.parametrize("damage", ["missing", "changed", "without a model"])
def test_drift_is_named(tmp_path: Path, damage: str) -> None:
    generate.write_schemas(tmp_path)
    assert generate.stale_files(tmp_path) == []
    file = Path("json/booking/events/LoadPosted.json")
    if damage == "missing":
        (tmp_path / file).unlink()
    elif damage == "changed":
        (tmp_path / file).write_text("{}")
    else:
        file = Path("json/booking/events/LoadTeleported.json")
        (tmp_path / file).write_text("{}")

    assert generate.stale_files(tmp_path) == [file]

    generate.write_schemas(tmp_path)
    assert generate.stale_files(tmp_path) == []


def test_the_check_fails_and_names_the_files(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(generate, "HERE", tmp_path)

    assert generate.main(["--check"]) == 1
    assert "schemas/json/booking/events/LoadPosted.json is stale" in capsys.readouterr().err
    assert generate.main([]) == 0
    assert generate.main(["--check"]) == 0
