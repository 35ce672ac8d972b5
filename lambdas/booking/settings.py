"""What the environment of booking's functions holds beside what every service has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.shared.settings import Settings, Value

if TYPE_CHECKING:
    from lambdas.shared.wiring import Dependencies


class BookingSettings(Settings):
    """Links to sign by, documents, and FMCSA."""

    links_table: Value
    links_secret_id: Value
    documents_bucket: Value
    fmcsa_base_url: Value
    fmcsa_secret_id: Value


SETTINGS = BookingSettings


def settings_of(dependencies: Dependencies) -> BookingSettings:
    """The settings that booking's functions were wired with."""
    assert isinstance(dependencies.settings, BookingSettings)
    return dependencies.settings
