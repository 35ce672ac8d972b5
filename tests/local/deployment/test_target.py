"""Which versions on AWS are the release."""

import base64
from typing import Any

import pytest

from local.bootstrap.layout import ROOT
from local.declaration.model import Declaration
from local.declaration.reading import read_all
from local.deployment.failures import NotPublishedError
from local.deployment.target import MIGRATIONS, FunctionTarget, target_of
from local.packaging.release import Archive, Release
from tests.local.deployment.aws import ScriptedAws

DIGEST = "ab" * 32
CODE = base64.b64encode(bytes.fromhex(DIGEST)).decode()
ARN = "arn:aws:states:us-east-1:000000000000:stateMachine:chain-messaging-message"
LAYER_ARN, OTHER_LAYER_ARN = (
    f"arn:aws:lambda:us-east-1:000000000000:layer:chain:{number}" for number in (1, 2)
)
ARCHIVE = Archive("messaging.zip", DIGEST, 1)
RELEASE = Release("python3.11", "arm64", ARCHIVE, {"messaging": ARCHIVE}, ARCHIVE, {"messaging": "0002"})


@pytest.fixture(scope="module")
def messaging() -> Declaration:
    """The declaration with two of its functions."""
    whole = next(each for each in read_all(ROOT) if each.service == "messaging")
    kept = {name: function for name, function in whole.functions.items() if name in ("api", "send_message")}
    return whole.model_copy(update={"functions": kept})


def versions_of(aws: ScriptedAws, function: str, *versions: tuple[str, str], layer: str = LAYER_ARN) -> None:
    """Each version of a function with its code, all on one layer."""
    on = [{"Arn": layer, "CodeSize": 1}]
    found = [{"Version": version, "CodeSha256": code, "Layers": on} for version, code in versions]
    name = MIGRATIONS if function == "migrations" else f"chain-messaging-{function.replace('_', '-')}"
    aws.expect("lambda", "list_versions_by_function", {"FunctionName": name}, {"Versions": found})


def layer_has(aws: ScriptedAws, code: str, arn: str = LAYER_ARN) -> None:
    """Asked for once, however many versions are on it."""
    aws.expect("lambda", "get_layer_version_by_arn", {"Arn": arn}, {"Content": {"CodeSha256": code}})


def machine_has(aws: ScriptedAws, *called: str) -> None:
    """Versions of the machine, newest first, by the version of send-message that each calls."""
    date = "2026-11-26T12:00:00Z"
    found = [
        {"stateMachineVersionArn": f"{ARN}:{len(called) - number}", "creationDate": date}
        for number in range(len(called))
    ]
    asked = {"stateMachineArn": ARN}
    aws.expect("stepfunctions", "list_state_machine_versions", asked, {"stateMachineVersions": found})


def it_calls(aws: ScriptedAws, number: int, version: str) -> None:
    function = f"arn:aws:lambda:us-east-1:000000000000:function:chain-messaging-send-message:{version}"
    described: dict[str, Any] = {
        "stateMachineArn": f"{ARN}:{number}",
        "name": "chain-messaging-message",
        "definition": f'{{"Resource": "{function}"}}',
        "roleArn": "arn:aws:iam::000000000000:role/chain",
        "type": "STANDARD",
        "creationDate": "2026-11-26T12:00:00Z",
    }
    asked = {"stateMachineArn": f"{ARN}:{number}"}
    aws.expect("stepfunctions", "describe_state_machine", asked, described)


def test_the_newest_versions_with_the_release_s_code_are_it(aws: ScriptedAws, messaging: Declaration) -> None:
    versions_of(aws, "send_message", ("$LATEST", CODE), ("8", "other"), ("7", CODE), ("6", CODE))
    layer_has(aws, CODE)
    versions_of(aws, "api", ("9", "other"), ("10", CODE), ("11", CODE))
    machine_has(aws, "8", "7")
    it_calls(aws, 2, "8")
    it_calls(aws, 1, "7")
    versions_of(aws, "migrations", ("$LATEST", CODE), ("4", "other"), ("5", CODE))

    target = target_of(aws.clients, [messaging], RELEASE)

    assert set(target.functions) == {
        FunctionTarget("messaging", "chain-messaging-send-message", "7"),
        FunctionTarget("messaging", "chain-messaging-api", "11"),
    }
    assert (target.migrations, target.schemas) == ("5", {"messaging": "0002"})
    assert [machine.version_arn for machine in target.machines] == [f"{ARN}:1"]


def test_a_release_that_is_not_there_is_told(aws: ScriptedAws, messaging: Declaration) -> None:
    versions_of(aws, "send_message", ("$LATEST", CODE), ("6", "other"))

    with pytest.raises(
        NotPublishedError, match=r"no version of chain-messaging-send-message .* apply Terraform"
    ):
        target_of(aws.clients, [messaging], RELEASE)


def test_a_machine_that_calls_other_code_is_told(aws: ScriptedAws, messaging: Declaration) -> None:
    versions_of(aws, "send_message", ("7", CODE))
    layer_has(aws, CODE)
    versions_of(aws, "api", ("7", CODE))
    machine_has(aws, "6")
    it_calls(aws, 1, "6")

    with pytest.raises(NotPublishedError, match="chain-messaging-message calls"):
        target_of(aws.clients, [messaging], RELEASE)


def test_the_same_code_on_another_layer_is_not_the_release(aws: ScriptedAws, messaging: Declaration) -> None:
    versions_of(aws, "send_message", ("7", CODE), layer=OTHER_LAYER_ARN)
    layer_has(aws, "other", OTHER_LAYER_ARN)

    with pytest.raises(NotPublishedError, match="and the layer of the manifest"):
        target_of(aws.clients, [messaging], RELEASE)


def test_a_former_release_lacks_what_was_declared_since(aws: ScriptedAws, messaging: Declaration) -> None:
    versions_of(aws, "send_message", ("7", "other"), ("6", CODE))
    layer_has(aws, CODE)
    versions_of(aws, "api", ("1", "other"))
    machine_has(aws, "7", "6")
    it_calls(aws, 2, "7")
    it_calls(aws, 1, "6")
    versions_of(aws, "migrations", ("4", CODE))
    since = messaging.model_copy(update={"service": "tracking"})

    target = target_of(aws.clients, [messaging, since], RELEASE, former=True)

    assert target.functions == (FunctionTarget("messaging", "chain-messaging-send-message", "6"),)
    assert [machine.version_arn for machine in target.machines] == [f"{ARN}:1"]


def test_a_former_release_of_another_account_is_told(aws: ScriptedAws, messaging: Declaration) -> None:
    versions_of(aws, "send_message", ("7", "other"))
    versions_of(aws, "api", ("7", "other"))

    with pytest.raises(NotPublishedError, match="nothing of messaging in this account"):
        target_of(aws.clients, [messaging], RELEASE, former=True)
