"""What the parts' command lines, which every account can read, say."""

from pathlib import Path

from local.supervisor import parts

DATABASE_URL = "postgresql://chain:a-password@127.0.0.1:5432/chain"


def test_the_engine_gets_its_database_by_the_environment(tmp_path: Path) -> None:
    place = parts.Place(tmp_path, "run")

    program = parts.engine(place, 1, DATABASE_URL, "http://aws", "http://functions").program

    assert "a-password" not in " ".join(program.command)
    assert program.environment["CHAIN_ENGINE_DATABASE_URL"] == DATABASE_URL


def test_nobody_else_gets_the_database(tmp_path: Path) -> None:
    place = parts.Place(tmp_path, "run")

    others = [parts.functions(place, 1), parts.fmcsa(place, 2), parts.emulator(place, 3)]

    assert all("CHAIN_ENGINE_DATABASE_URL" not in part.program.environment for part in others)
