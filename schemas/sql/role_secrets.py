"""The password of a service's database role: made once, kept in the secret that RDS Proxy reads."""

import json
import secrets
from typing import Any

from schemas.sql.roles import role_of

PASSWORD_BYTES = 32


class RoleSecrets:
    """`client` is Secrets Manager's; the secrets are there already, at first without a value."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def password_of(self, service: str) -> str:
        """The role's password, put into its secret when there is none yet."""
        secret_id = f"chain/{service}/database-role"
        try:
            held = self._client.get_secret_value(SecretId=secret_id)["SecretString"]
        except self._client.exceptions.ResourceNotFoundException:
            held = json.dumps(
                {"username": role_of(service), "password": secrets.token_urlsafe(PASSWORD_BYTES)}
            )
            self._client.put_secret_value(SecretId=secret_id, SecretString=held)
        return str(json.loads(held)["password"])
