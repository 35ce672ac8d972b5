"""The emulator as it is started: on the loopback alone, with AWS's services."""

from http.client import HTTPConnection
from pathlib import Path

from local.bootstrap.layout import home
from local.supervisor import children
from local.supervisor.emulator import HEALTH_PATH, emulator_program
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


def test_it_enforces_iam_for_terraform(tmp_path: Path) -> None:
    program = emulator_program(tmp_path, 4999, tmp_path, tmp_path / "log", for_terraform=True)

    assert program.environment["AUTH"] == "true"


def test_a_connection_of_terraforms_ends_with_its_answer(tmp_path: Path) -> None:
    port = free_port()
    program = emulator_program(home(), port, tmp_path / "data", tmp_path / "log", for_terraform=True)
    process = children.start(program)
    try:
        wait_for_http(f"http://127.0.0.1:{port}{HEALTH_PATH}", process)
        connection = HTTPConnection("127.0.0.1", port)
        connection.request("GET", HEALTH_PATH)
        answer = connection.getresponse()
    finally:
        children.stop(process, program.stop_signal, 10)

    assert answer.status == 200
    assert answer.headers["Connection"] == "close"
