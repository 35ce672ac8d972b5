"""The migration function's own zip: Alembic, SQLAlchemy and sqlglot beside `schemas` and `lambdas/shared`.

The layer is below it, and has what functions need as well: the driver, boto3, pydantic.
"""

import shutil
from pathlib import Path

from local.packaging.archive import write_zip
from local.packaging.code import SUFFIXES, TASK_ROOT
from local.packaging.compiling import compile_folder
from local.packaging.layer import install
from local.packaging.trimming import delete

SOURCES = ("schemas", "lambdas/shared")
UNREAD = ("bin", "*.dist-info/RECORD", "alembic/templates", "alembic/testing", "sqlalchemy/testing")
COMPILED = "**/*.so"  # each has a twin in Python, and a migration is no hot path


def build_migrations(root: Path, archive: Path, workshop: Path, uv: str, choices: tuple[str, ...]) -> None:
    """Writes `archive`; `choices` are uv's for the platform. Raises LayerError."""
    task = workshop / "migrations"
    install(uv, root / "requirements" / "migrations.txt", task, *choices)
    _trim(task)
    shutil.copyfile(root / "lambdas" / "__init__.py", _made(task / "lambdas" / "__init__.py"))
    for source in SOURCES:
        for file in (file for file in sorted((root / source).rglob("*")) if file.suffix in SUFFIXES):
            shutil.copyfile(file, _made(task / file.relative_to(root)))
    compile_folder(task, TASK_ROOT)
    write_zip(task, archive)


def _trim(task: Path) -> None:
    for pattern in (*UNREAD, COMPILED):
        for found in list(task.glob(pattern)):
            delete(found)


def _made(file: Path) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    return file
