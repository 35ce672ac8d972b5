"""The emulator as it is started: on the loopback alone, with AWS's services."""

from pathlib import Path

from local.bootstrap.layout import home
from local.supervisor import children
from local.supervisor.emulator import HEALTH_PATH, UNHURRIED, emulator_program
from local.supervisor.health import wait_for_http
from local.supervisor.ports import free_port
from tests.conftest import Emulator

GO_SDK_IDLE_SECONDS = 90
"""`IdleConnTimeout` of the AWS SDK for Go v2, which Terraform's provider is built on."""


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


def test_a_connection_is_kept_for_longer_than_terraform_keeps_it(tmp_path: Path) -> None:
    command = emulator_program(tmp_path, 4999, tmp_path, tmp_path / "log").command

    kept = int(command[command.index("--keep-alive") + 1])

    assert kept > GO_SDK_IDLE_SECONDS


def test_it_enforces_iam_where_asked(tmp_path: Path) -> None:
    program = emulator_program(tmp_path, 4999, tmp_path, tmp_path / "log", enforces_iam=True)

    assert program.environment["AUTH"] == "true"


def test_it_does_not_hurry_for_terraform(tmp_path: Path) -> None:
    port = free_port()
    program = emulator_program(home(), port, tmp_path / "data", tmp_path / "log", enforces_iam=True)
    process = children.start(program)
    try:
        wait_for_http(f"http://127.0.0.1:{port}{HEALTH_PATH}", process)
    finally:
        children.stop(process, program.stop_signal, 10)

    assert str(UNHURRIED) in " ".join(program.command)
