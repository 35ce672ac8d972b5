"""Without an account there is nothing to deploy to, and the message says what to set."""

import pytest
from moto import mock_aws

from local.deployment.clients import clients_of_this_account
from local.deployment.failures import AccountUnknownError

VARIABLES = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION")


@pytest.fixture
def nobody(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment without credentials and region, on a machine that has none."""
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nowhere")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere")
    return monkeypatch


def test_without_credentials_it_says_what_to_set(nobody: pytest.MonkeyPatch) -> None:
    nobody.setenv("AWS_DEFAULT_REGION", "us-east-1")

    with pytest.raises(AccountUnknownError, match="set AWS_REGION"):
        clients_of_this_account()


@mock_aws
def test_the_account_is_the_credentials_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-west-2")

    clients = clients_of_this_account()

    assert (clients.account, clients.region) == ("123456789012", "us-west-2")
