import pytest

from lambdas.shared.errors import SettingsInvalid
from lambdas.shared.settings import read_settings
from tests.lambdas.shared.builders import environment


def test_settings_are_the_environment_in_lower_case() -> None:
    settings = read_settings({**environment(), "PATH": "/bin", "SENTRY_DSN": ""})

    assert settings.callbacks_table == "chain-booking-callbacks"
    assert (settings.service, settings.source) == ("booking", "chain.booking")
    assert settings.sentry_dsn is None


def test_what_is_missing_or_empty_is_named() -> None:
    given = {**environment(), "EVENT_BUS_NAME": ""}
    del given["CALLBACKS_TABLE"]

    with pytest.raises(SettingsInvalid, match="CALLBACKS_TABLE, EVENT_BUS_NAME"):
        read_settings(given)
