"""Sentry, only where SENTRY_DSN is set: no request bodies, no local variables, no personal data."""

from functools import cache
from typing import Any

from lambdas.shared.settings import Settings


@cache
def start_error_tracking(settings: Settings) -> bool:
    """Start Sentry once; returns whether errors are sent."""
    if not settings.sentry_dsn:
        return False
    import sentry_sdk  # noqa: PLC0415 - takes 100 ms, and most installations have no Sentry

    sentry_sdk.init(
        dsn=settings.sentry_dsn,
        auto_enabling_integrations=False,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        before_send=scrubbed,
        server_name=settings.service,
    )
    return True


def track(error: BaseException, settings: Settings, **keys: object) -> None:
    """Send an error with its business keys, if errors are sent at all."""
    if not start_error_tracking(settings):
        return
    import sentry_sdk  # noqa: PLC0415 - as above

    with sentry_sdk.new_scope() as scope:
        scope.set_tags({name: str(value) for name, value in keys.items()})
        sentry_sdk.capture_exception(error)


def scrubbed(event: Any, _hint: Any) -> Any:
    """Drop what may name a person: the user, the request, breadcrumbs and extra data."""
    return {
        name: value
        for name, value in event.items()
        if name not in {"user", "request", "breadcrumbs", "extra"}
    }
