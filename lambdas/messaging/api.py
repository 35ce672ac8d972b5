"""The HTTP API of messaging; its routes are in `routes/`."""

from lambdas.messaging.routes import messages, rules, templates, threads, webhooks, workspace
from lambdas.shared.api import health
from lambdas.shared.api.edge import api_handler
from lambdas.shared.api.resolver import make_resolver

resolver = make_resolver(
    (
        messages.router,
        threads.router,
        templates.router,
        rules.router,
        workspace.router,
        webhooks.router,
        health.router,
    )
)


def _is_public(path: str) -> bool:
    return path == health.PATH or path.startswith(webhooks.PREFIX)


handler = api_handler(resolver, _is_public, webhooks.require_signed)
