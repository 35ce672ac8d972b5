"""Who makes a home's platform: chosen once, and said clearly where the choice is another."""

from pathlib import Path

import pytest

from local.provisioner.platform import Platform
from local.supervisor.parts import Place
from local.supervisor.provisioning import (
    MADE_BY,
    MadeOtherwiseError,
    Maker,
    chosen_maker,
    forget_unfinished,
)


def made(home: Path, *, by_terraform: bool) -> None:
    Platform.file(home).parent.mkdir(parents=True)
    Platform.file(home).write_text("{}")
    if by_terraform:
        (home / "data" / "terraform").mkdir(parents=True)


def test_the_provisioner_makes_unless_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(MADE_BY, raising=False)
    assert chosen_maker(tmp_path) is Maker.PROVISIONER

    monkeypatch.setenv(MADE_BY, "terraform")
    assert chosen_maker(tmp_path) is Maker.TERRAFORM


def test_an_unknown_maker_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(MADE_BY, "pulumi")

    with pytest.raises(MadeOtherwiseError, match="use provisioner or terraform"):
        chosen_maker(tmp_path)


@pytest.mark.parametrize("maker", list(Maker))
def test_a_home_keeps_its_maker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, maker: Maker) -> None:
    made(tmp_path, by_terraform=maker is Maker.TERRAFORM)
    monkeypatch.setenv(MADE_BY, maker)
    assert chosen_maker(tmp_path) is maker

    other = next(each for each in Maker if each is not maker)
    monkeypatch.setenv(MADE_BY, other)

    with pytest.raises(MadeOtherwiseError, match=f"was made by {maker}: set CHAIN_MADE_BY={maker}"):
        chosen_maker(tmp_path)


@pytest.mark.parametrize("finished", [True, False])
def test_what_a_first_apply_left_is_kept_only_if_it_ended(tmp_path: Path, *, finished: bool) -> None:
    place = Place(tmp_path, "run")
    for data in ("terraform", "emulator", "postgres"):
        place.data(data).mkdir(parents=True)
    if finished:
        made(tmp_path, by_terraform=False)

    forget_unfinished(place)

    assert place.data("terraform").exists() is finished
    assert place.data("emulator").exists() is finished
    assert place.data("postgres").exists() is finished


def test_a_new_home_has_nothing_to_forget(tmp_path: Path) -> None:
    forget_unfinished(Place(tmp_path / "new", "run"))

    assert not (tmp_path / "new").exists()
