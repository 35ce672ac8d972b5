"""The HTTP API of booking; its routes are in `routes/`."""

from lambdas.booking.routes import bookings, loads, offers, posts, signing, workspace
from lambdas.shared.api import health
from lambdas.shared.api.edge import api_handler
from lambdas.shared.api.resolver import make_resolver

resolver = make_resolver(
    (
        loads.router,
        posts.router,
        offers.router,
        bookings.router,
        workspace.router,
        signing.router,
        health.router,
    )
)


def _is_public(path: str) -> bool:
    return path == health.PATH or path.startswith(signing.PREFIX)


handler = api_handler(resolver, _is_public)
