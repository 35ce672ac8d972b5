"""What set-up decides to do, from the lock files and the stamps of earlier set-ups."""

from pathlib import Path

import pytest

from local.bootstrap import environments
from local.bootstrap.environments import Environment, plan, write_stamp

VENV = Environment("venv", ("runtime",), "packages", optional=("dev",))


@pytest.fixture
def locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "requirements"
    folder.mkdir()
    (folder / "runtime.txt").write_text("a==1")
    (folder / "dev.txt").write_text("b==1")
    monkeypatch.setattr(environments, "ROOT", tmp_path)
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home" / "venv").mkdir(parents=True)
    return tmp_path / "home"


def set_up(home: Path, **options: bool) -> None:
    todo = plan(home, VENV, "3.11.7", **options)
    assert todo
    write_stamp(todo.folder, todo.stamp)


@pytest.mark.usefixtures("locks")
def test_nothing_installed_starts_afresh(home: Path) -> None:
    todo = plan(home, VENV, "3.11.7")

    assert todo is not None
    assert todo.afresh
    assert todo.groups == ("runtime",)


@pytest.mark.usefixtures("locks")
def test_a_second_set_up_has_nothing_to_do(home: Path) -> None:
    set_up(home)

    assert plan(home, VENV, "3.11.7") is None


def test_a_new_lock_file_is_synchronised_in_place(home: Path, locks: Path) -> None:
    set_up(home)
    (locks / "runtime.txt").write_text("a==2")

    todo = plan(home, VENV, "3.11.7")

    assert todo is not None
    assert not todo.afresh


@pytest.mark.usefixtures("locks")
def test_another_python_starts_afresh(home: Path) -> None:
    set_up(home)

    todo = plan(home, VENV, "3.12.1")

    assert todo is not None
    assert todo.afresh


@pytest.mark.usefixtures("locks")
def test_the_tests_packages_once_installed_stay(home: Path) -> None:
    set_up(home, with_optional=True)

    assert plan(home, VENV, "3.11.7") is None


@pytest.mark.usefixtures("locks")
def test_a_set_up_cut_short_starts_afresh(home: Path) -> None:
    set_up(home)
    (home / "venv" / environments.STAMP).write_text("{")

    todo = plan(home, VENV, "3.11.7")

    assert todo is not None
    assert todo.afresh
