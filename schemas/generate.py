"""Write the models' JSON Schemas: `python -m schemas.generate`, or `--check` to name the stale files."""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from schemas.booking import contents as booking
from schemas.envelope import Event
from schemas.messaging import contents as messaging
from schemas.registry import Contents

HERE = Path(__file__).resolve().parent
DIALECT = "https://json-schema.org/draft/2020-12/schema"
FOLDER = Path("json")
SERVICES: Mapping[str, Contents] = {"booking": booking.CONTENTS, "messaging": messaging.CONTENTS}


def rendered_schemas() -> dict[Path, str]:
    """Return every schema's file, relative to this folder, and its text."""
    return {
        FOLDER / service / path: json.dumps(schema, indent=2, sort_keys=True) + "\n"
        for service, contents in SERVICES.items()
        for path, schema in _schemas(contents)
    }


def stale_files(folder: Path) -> list[Path]:
    """Return the files that are missing, differ from the models, or have no model any more."""
    rendered = rendered_schemas()
    found = {path.relative_to(folder) for path in (folder / FOLDER).rglob("*.json")}
    changed = {path for path, text in rendered.items() if _read(folder / path) != text}
    return sorted(changed | (found - rendered.keys()))


def write_schemas(folder: Path) -> None:
    """Write every schema, and remove those without a model."""
    rendered = rendered_schemas()
    for path in stale_files(folder):
        if path not in rendered:
            (folder / path).unlink()
            continue
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(rendered[path], encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Return the exit code: 1 when `--check` finds stale files."""
    if "--check" not in arguments:
        write_schemas(HERE)
        return 0
    stale = stale_files(HERE)
    for path in stale:
        sys.stderr.write(f"schemas/{path} is stale: run `python -m schemas.generate`\n")
    return 1 if stale else 0


def _schemas(contents: Contents) -> Iterator[tuple[Path, dict[str, Any]]]:
    for name, data in contents.events.items():
        envelope: type[BaseModel] = Event[data]  # type: ignore[valid-type]  # a class chosen by its name
        yield Path("events", f"{name}.json"), _schema(envelope, name, "serialization")
    for name, models in contents.tasks.items():
        yield Path("tasks", f"{name}.input.json"), _schema(models.input, f"{name} input", "validation")
        yield Path("tasks", f"{name}.output.json"), _schema(models.output, f"{name} output", "serialization")
        if models.answer is not None:
            yield (
                Path("tasks", f"{name}.answer.json"),
                _schema(models.answer, f"{name} answer", "serialization"),
            )
    yield Path("tasks", "run.input.json"), _schema(contents.run, "run input", "validation")
    for body in contents.bodies:
        yield Path("api", f"{body.__name__}.json"), _schema(body, body.__name__, "validation")
    for view in contents.views:
        yield Path("api", f"{view.__name__}.json"), _schema(view, view.__name__, "serialization")


def _schema(model: type[BaseModel], title: str, mode: Any) -> dict[str, Any]:
    return {"$schema": DIALECT, **model.model_json_schema(mode=mode), "title": title}


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
