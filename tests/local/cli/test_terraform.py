"""`./chain terraform apply`: a first apply whose answer was lost begins anew, once; nothing else does."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from local.cli import terraform
from local.provisioner.platform import Platform
from local.supervisor import control
from local.supervisor.control import StartFailedError

LOST = "terraform apply failed:\nError: creating Lambda Alias (live): Alias already exists: live"
REFUSED = "terraform apply failed:\nError: creating Lambda Alias (live): AccessDenied"


@pytest.fixture
def starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What each start fails with, taken from the front; no platform is started."""
    failures: list[str] = []

    def bring_up(*_: object, attached: bool) -> None:
        assert not attached
        if failures:
            raise StartFailedError(failures.pop(0))
        (tmp_path / "run").mkdir(exist_ok=True)
        raise StartFailedError("made")  # ends the command where it would read what was made

    monkeypatch.setenv("CHAIN_HOME", str(tmp_path))
    monkeypatch.setenv(terraform.MADE_BY, "")
    monkeypatch.setattr(control, "bring_up", bring_up)
    return failures


def outcome() -> str:
    return str(CliRunner().invoke(terraform.app, ["apply"]).exception)


@pytest.mark.parametrize(
    "said",
    [
        LOST,
        "creating API Gateway Resource: ConflictException: Another resource … already has this name: health",
        "creating Step Functions State Machine: StateMachineAlreadyExists: State Machine Already Exists",
        "creating DynamoDB Table: ResourceInUseException: Table already exists",
        "creating Cognito User Group: GroupExistsException",
    ],
)
def test_a_lost_answer_begins_the_first_apply_anew(starts: list[str], said: str) -> None:
    starts.append(said)

    assert outcome() == "made"


def test_a_second_loss_is_told(starts: list[str]) -> None:
    starts.extend([LOST, LOST])

    assert outcome() == LOST


@pytest.mark.parametrize("said", [REFUSED, "reading S3 Bucket: NoSuchBucket: The bucket does not exist"])
def test_any_other_failure_is_told_at_once(starts: list[str], said: str) -> None:
    starts.append(said)

    assert outcome() == said


def test_an_apply_that_was_made_before_is_kept(starts: list[str], tmp_path: Path) -> None:
    file = Platform.file(tmp_path)
    file.parent.mkdir(parents=True)
    file.write_text("{}")
    starts.append(LOST)

    assert outcome() == LOST
