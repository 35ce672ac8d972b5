"""Which provider sends on a channel, with this service's configuration sets and origins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.messaging.settings import settings_of

if TYPE_CHECKING:
    from lambdas.messaging.providers.port import Provider
    from lambdas.shared.wiring import Dependencies
    from schemas.messaging.policy import MessagingPolicy


def provider_of(dependencies: Dependencies, channel: str) -> Provider:
    """The provider of a channel on which a machine can send: `sms` or `email`."""
    from lambdas.messaging.providers.email import SimpleEmail  # noqa: PLC0415 - a task needs but one of them
    from lambdas.messaging.providers.sms import EndUserMessagingSms  # noqa: PLC0415 - as above

    settings = settings_of(dependencies)
    if channel == "email":
        return SimpleEmail(dependencies.clients.sesv2, settings.email_configuration_set)
    return EndUserMessagingSms(dependencies.clients.sms, settings.sms_configuration_set)


def origin_of(dependencies: Dependencies, policy: MessagingPolicy, channel: str) -> str:
    """The workspace's own origin of a channel, or else the platform's; empty where neither has one."""
    settings = settings_of(dependencies)
    if channel == "email":
        return policy.email_origin or (settings.email_origin or "").lower()
    return policy.sms_origin or settings.sms_origin or ""
