"""A failed set-up says in one line what to do."""

from pathlib import Path

import pytest

from local.bootstrap import failure
from local.bootstrap.failure import SetUpError, check_disk, explain

LOG = Path("log")


def test_an_unreachable_index() -> None:
    said = explain("PostgreSQL", "error: Request failed\n  Caused by: dns error: failed to lookup", LOG)

    assert "The package index cannot be reached" in said
    assert "\n" not in said


def test_a_full_disk_while_installing() -> None:
    assert "make room" in explain("PostgreSQL", "write failed: No space left on device (os error 28)", LOG)


def test_anything_else_in_its_own_words() -> None:
    assert (
        explain("uv", "first\nhash mismatch\n\n", LOG)
        == "Installing uv failed: hash mismatch (all of it in log)"
    )


def test_a_disk_too_small_is_refused_before_the_download(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(failure, "NEEDED_BYTES", 1 << 60)

    with pytest.raises(SetUpError, match="CHAIN_HOME"):
        check_disk(tmp_path)
