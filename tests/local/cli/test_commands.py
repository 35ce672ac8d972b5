"""The commands' texts and exit codes, without a running platform."""

import re
import signal
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from local.cli.app import app, main
from local.cli.failures import NotRunningError, UsageError
from local.demo.loads import LoadsFileError
from local.supervisor import control

COMMANDS = (
    *("set-up", "up", "down", "clean", "status", "demo", "url", "token", "db", "runs", "phone"),
    *("logs", "doctor", "dead-letters"),
)


@pytest.fixture(autouse=True)
def empty_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CHAIN_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("TERM", "dumb")
    return tmp_path


def chain(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_an_example(command: str) -> None:
    said = chain(command, "--help")

    assert said.exit_code == 0
    assert re.search(rf"Examples?:.*{command}", said.output, re.DOTALL)


def test_the_list_of_commands_is_complete() -> None:
    said = chain("--help").output

    assert [command for command in COMMANDS if command not in said] == []


@pytest.mark.parametrize(
    "arguments",
    [("url",), ("db",), ("runs",), ("dead-letters",), ("token", "--role", "admin", "--workspace", "a")],
)
def test_what_needs_the_platform_says_how_to_start_it(arguments: tuple[str, ...]) -> None:
    said = chain(*arguments)

    assert isinstance(said.exception, NotRunningError)
    assert "make up" in str(said.exception)


def test_a_file_that_cannot_be_played_is_refused_before_anything_starts(
    empty_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given
    monkeypatch.setattr(control, "bring_up", lambda *_, **__: pytest.fail("the platform was started"))
    file = empty_home / "loads.json"
    file.write_text("[]")

    # when
    said = chain("demo", "--loads", str(file))

    # then
    assert isinstance(said.exception, LoadsFileError)


def test_ctrl_c_ends_a_demonstration_that_was_started_in_the_background(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # given a shell without job control, which leaves Ctrl-C ignored for what it puts into the background
    def press_ctrl_c(*_: object, **__: object) -> None:
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(control, "bring_up", press_ctrl_c)
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)

    # when
    try:
        said = chain("demo")
    finally:
        signal.signal(signal.SIGINT, before)

    # then
    assert said.exit_code == 130


@pytest.mark.parametrize("arguments", [("--role", "carrier"), ("--role", "admin", "--dot", "1234567")])
def test_a_carrier_and_only_a_carrier_has_a_dot_number(arguments: tuple[str, ...]) -> None:
    said = chain("token", "--workspace", "acme", *arguments)

    assert isinstance(said.exception, UsageError)
    assert "--dot" in str(said.exception)


@pytest.mark.parametrize("name", ["", "a b", "-a", "a/b", "é", "a" * 65])
def test_a_workspace_has_a_name_that_events_can_carry(name: str) -> None:
    said = chain("token", "--role", "admin", f"--workspace={name}")

    assert isinstance(said.exception, UsageError)
    assert "--workspace takes" in str(said.exception)


@pytest.mark.parametrize("dot", ["0", "-1", "100000000"])
def test_a_number_that_is_no_usdot_number_is_wrong_usage(dot: str) -> None:
    assert chain("token", "--role", "carrier", "--workspace", "acme", f"--dot={dot}").exit_code == 2


def test_an_unknown_role_is_wrong_usage() -> None:
    assert chain("token", "--workspace", "acme", "--role", "king").exit_code == 2


def test_status_tells_scripts_that_nothing_runs() -> None:
    said = chain("status")

    assert said.exit_code == 1
    assert "does not run" in said.output


def test_down_without_a_platform_is_no_failure() -> None:
    said = chain("down")

    assert said.exit_code == 0
    assert "does not run" in said.output


def test_the_log_of_an_unknown_part_names_those_there_are(empty_home: Path) -> None:
    (empty_home / "log").mkdir()
    (empty_home / "log" / "engine.log").write_text("a\nb\n")

    said = chain("logs", "enigne")

    assert isinstance(said.exception, UsageError)
    assert "engine" in str(said.exception)


def test_logs_end_with_the_last_lines(empty_home: Path) -> None:
    (empty_home / "log").mkdir()
    (empty_home / "log" / "engine.log").write_text("a\nb\nc\n")

    assert chain("logs", "engine", "--lines", "2").output == "b\nc\n"


def test_doctor_finds_what_is_missing_and_says_what_to_do() -> None:
    said = chain("doctor")

    assert said.exit_code == 1
    assert "./chain set-up" in said.output


def test_an_expected_failure_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["chain", "url"])

    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_a_surprise_is_one_line_too_and_kept(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], empty_home: Path
) -> None:
    monkeypatch.setattr("sys.argv", ["chain", "status"])
    monkeypatch.setattr("local.supervisor.state.running", lambda _: 1 / 0)

    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == 1
    assert capsys.readouterr().err.startswith("chain: unexpected ZeroDivisionError")
    assert "Traceback" in (empty_home / "log" / "cli.log").read_text()
