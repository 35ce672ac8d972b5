"""The fixtures' server: real, separate databases, nothing left behind."""

import os
from pathlib import Path

import psycopg
import pytest

from local.bootstrap.layout import home
from local.postgres.throw_away import ThrowAwayServer, throw_away_server


def test_every_test_has_a_database_of_its_own(postgres_server: ThrowAwayServer) -> None:
    first, second = postgres_server.create_database(), postgres_server.create_database()
    with psycopg.connect(first) as connection:
        connection.execute("create table only_here (id int)")

    with psycopg.connect(second) as connection:
        found = connection.execute("select to_regclass('only_here')").fetchone()

    assert found == (None,)


def test_a_copy_holds_what_its_template_holds(postgres_server: ThrowAwayServer) -> None:
    template = postgres_server.create_database()
    with psycopg.connect(template) as connection:
        connection.execute("create table kept (id int)")

    copy = postgres_server.create_database(template=template.rsplit("/", 1)[1])

    with psycopg.connect(copy) as connection:
        assert connection.execute("select to_regclass('kept')").fetchone() == ("kept",)


def test_a_wrong_password_is_refused(postgres_server: ThrowAwayServer) -> None:
    wrong = postgres_server.url.replace(postgres_server.cluster.password, "guessed")

    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(wrong)


def test_the_server_and_its_folder_are_gone_afterwards() -> None:
    with throw_away_server(home()) as server:
        data = server.cluster.data
        postmaster = int((data / "postmaster.pid").read_text().split()[0])

    assert not data.exists()
    assert not Path(f"/proc/{postmaster}").exists()
    with pytest.raises(ProcessLookupError):
        os.kill(postmaster, 0)
