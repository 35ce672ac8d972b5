"""PostgreSQL under another account: on paths which that one can reach, wherever the repository lies."""

import os
import shutil
from pathlib import Path

import psycopg
import pytest

from local.bootstrap.layout import home
from local.postgres import account
from local.postgres.account import Account, reachable, reachable_folder, stand_ins
from local.postgres.binaries import installation
from local.postgres.throw_away import ThrowAwayServer, throw_away_server

STRANGER = Account(65534, 65534)
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root starts PostgreSQL under another account")


def test_our_own_account_reaches_everything(tmp_path: Path) -> None:
    assert reachable(tmp_path, Account())
    assert reachable_folder(tmp_path / "data", Account()) == tmp_path / "data"


def test_another_account_does_not_pass_a_closed_folder(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)

    assert not reachable(closed / "data", STRANGER)
    assert reachable_folder(closed / "data", STRANGER).parent == account.REACHABLE


@as_root
def test_a_server_starts_from_a_closed_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The programs are copied with the libraries that they need."""
    outside = Path("/var/tmp") / f"chain-test-{os.getpid()}-{tmp_path.name}"
    outside.mkdir()
    outside.chmod(0o755)
    monkeypatch.setattr(account, "REACHABLE", outside)
    monkeypatch.setattr(account, "_passable", lambda folder, _: home() not in (folder, *folder.parents))
    try:
        with throw_away_server(home()) as server:
            assert version(server) == 18
            assert outside in server.cluster.programs.parents
        assert stand_ins(installation(home()), tmp_path) != []
    finally:
        shutil.rmtree(outside)


def version(server: ThrowAwayServer) -> int:
    with psycopg.connect(server.url) as connection:
        return connection.info.server_version // 10_000
