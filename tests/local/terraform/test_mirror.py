"""Where the provider is looked for."""

from pathlib import Path

from local.terraform.mirror import PROVIDER, configuration, find_mirror, usual_places


def mirror_in(folder: Path) -> Path:
    (folder / PROVIDER).mkdir(parents=True)
    return folder


def test_the_first_place_that_holds_the_provider_is_the_mirror(tmp_path: Path) -> None:
    empty, full = tmp_path / "empty", mirror_in(tmp_path / "full")

    assert find_mirror([empty, full], {}) == full


def test_the_named_mirror_goes_before_the_usual_places(tmp_path: Path) -> None:
    usual, named = mirror_in(tmp_path / "usual"), mirror_in(tmp_path / "named")

    assert find_mirror([usual], {"CHAIN_TERRAFORM_MIRROR": str(named)}) == named


def test_a_named_folder_without_the_provider_is_no_mirror(tmp_path: Path) -> None:
    usual = mirror_in(tmp_path / "usual")

    assert find_mirror([usual], {"CHAIN_TERRAFORM_MIRROR": str(tmp_path / "mistyped")}) is None


def test_the_user_s_own_plugins_come_first(tmp_path: Path) -> None:
    assert usual_places(tmp_path)[0] == tmp_path / ".terraform.d" / "plugins"


def test_without_a_mirror_the_registry_is_asked(tmp_path: Path) -> None:
    assert "direct" in configuration(None)
    assert str(tmp_path) in configuration(tmp_path)
