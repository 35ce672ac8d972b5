"""What the environment of messaging's functions holds beside what every service has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.shared.settings import Settings, Value

if TYPE_CHECKING:
    from lambdas.shared.wiring import Dependencies


class MessagingSettings(Settings):
    """Origins of a workspace without its own, None where a channel is off; webhooks' keys."""

    sms_origin: str | None = None
    sms_configuration_set: Value
    email_origin: str | None = None
    email_configuration_set: Value
    webhooks_secret_id: Value


SETTINGS = MessagingSettings


def settings_of(dependencies: Dependencies) -> MessagingSettings:
    """The settings that messaging's functions were wired with."""
    assert isinstance(dependencies.settings, MessagingSettings)
    return dependencies.settings
