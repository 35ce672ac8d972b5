"""Secrets, kept for five minutes so that a rotated one is picked up without a new container."""

from functools import cache
from typing import Any

from lambdas.shared.aws import client
from lambdas.shared.errors import SecretInvalid

KEPT_SECONDS = 300


@cache
def _provider() -> Any:
    from aws_lambda_powertools.utilities.parameters import SecretsProvider  # noqa: PLC0415 - imports boto3

    return SecretsProvider(boto3_client=client("secretsmanager"))


def secret(secret_id: str, key: str) -> str:
    """Return one string of a secret that holds a JSON object; SecretInvalid when it has none."""
    held = _provider().get(secret_id, transform="json", max_age=KEPT_SECONDS)
    value = held.get(key) if isinstance(held, dict) else None
    if not isinstance(value, str) or not value:
        message = f"put a JSON object with the string {key!r} into the secret {secret_id}"
        raise SecretInvalid(message)
    return value
