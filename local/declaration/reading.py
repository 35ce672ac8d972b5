"""Reads declarations from the repository and refuses wrong ones with every finding at once."""

from pathlib import Path

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from local.declaration.checks import findings
from local.declaration.model import Declaration


class DeclarationError(Exception):
    """`findings`: one line for each mistake, `path: what to do`."""

    def __init__(self, file: Path, mistakes: list[str]) -> None:
        self.findings = mistakes
        super().__init__("\n".join([f"{file} is wrong:", *(f"  {mistake}" for mistake in mistakes)]))


def read(file: Path, root: Path) -> Declaration:
    """The checked declaration of one service; raises DeclarationError."""
    declaration = _parse(file)
    mistakes = findings(declaration, root)
    if mistakes:
        raise DeclarationError(file, mistakes)
    return declaration


def read_all(root: Path) -> list[Declaration]:
    """The declarations of all services under `<root>/lambdas`, by name; raises DeclarationError."""
    return [read(file, root) for file in sorted(root.glob("lambdas/*/service.yaml"))]


def _parse(file: Path) -> Declaration:
    try:
        return Declaration.model_validate(yaml.safe_load(file.read_text()))
    except yaml.YAMLError as error:
        raise DeclarationError(file, [f"not YAML: {error}"]) from error
    except ValidationError as error:
        raise DeclarationError(file, [_mistake(detail) for detail in error.errors()]) from error


def _mistake(detail: ErrorDetails) -> str:
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in detail["loc"])
    return f"{path.removeprefix('.') or 'the file'}: {detail['msg']} (found {detail['input']!r:.60})"
