"""The links of rate confirmations, with this service's table and key."""

from lambdas.booking.links import Links
from lambdas.booking.settings import settings_of
from lambdas.shared.secrets import secret
from lambdas.shared.wiring import Dependencies


def links_of(dependencies: Dependencies) -> Links:
    """Links in the service's table, signed with the key of the secret LINKS_SECRET_ID."""
    settings = settings_of(dependencies)
    key = secret(settings.links_secret_id, "key")
    return Links(dependencies.clients.dynamodb, settings.links_table, key.encode())
