"""The emulator as it is started: on the loopback alone, with AWS's services."""

from pathlib import Path

from local.supervisor.emulator import emulator_program
from tests.conftest import Emulator


def test_a_table_put_is_a_table_read(emulator: Emulator) -> None:
    queue = emulator.client("sqs").create_queue(QueueName="chain-seen")["QueueUrl"]

    found = emulator.client("sqs").list_queues(QueueNamePrefix="chain-seen")["QueueUrls"]

    assert found == [queue]


def test_it_listens_on_the_loopback_and_leaves_docker_alone(tmp_path: Path) -> None:
    program = emulator_program(tmp_path, 4999, tmp_path, tmp_path / "log")

    assert program.environment["BIND_HOST"] == "127.0.0.1"
    assert program.environment["DOCKER_HOST"] == "tcp://127.0.0.1:9"
    assert program.environment["PERSIST_STATE"] == "0"
    assert program.environment["AUTH"] == "false"


def test_it_enforces_iam_where_asked(tmp_path: Path) -> None:
    program = emulator_program(tmp_path, 4999, tmp_path, tmp_path / "log", enforces_iam=True)

    assert program.environment["AUTH"] == "true"
