"""Links by which a carrier signs a rate confirmation once.

The token is derived from the booking and its revision, so a task that is retried sends the same link. Only
the token's digest is stored: who reads the table can open no link.
"""

import base64
import hashlib
import hmac
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from lambdas.shared.aws import aws_error_code, is_aws_error
from lambdas.shared.errors import AwsUnavailable, RejectedError, SecretInvalid

KEPT_AFTER_EXPIRY = timedelta(days=30)
"""How long a late carrier is told that its link expired, rather than that there is no such link."""

LEAST_SECRET_BYTES = 32


class LinkError(RejectedError):
    """A link that opens nothing."""


class LinkUnknown(LinkError):
    def __init__(self) -> None:
        super().__init__("There is no such link. Use the newest one that the broker sent.")


class LinkExpired(LinkError):
    def __init__(self) -> None:
        super().__init__("The link has expired. Ask the broker for a new one.")


class LinkUsed(LinkError):
    def __init__(self) -> None:
        super().__init__("The link was used already. Ask the broker how the rate confirmation stands.")


class LinkRevoked(LinkError):
    def __init__(self) -> None:
        super().__init__("The rate confirmation was withdrawn. Ask the broker for the current revision.")


class LinkTarget(NamedTuple):
    """The revision of a rate confirmation that a link opens."""

    workspace_id: str
    booking_id: UUID
    revision: int


class Link(NamedTuple):
    """A link to send; `digest` is what may be stored and logged."""

    token: str
    digest: str

    def __repr__(self) -> str:
        return f"Link(digest={self.digest!r})"

    def url(self, public_base_url: str) -> str:
        """The address that the carrier opens."""
        return f"{public_base_url.rstrip('/')}/sign/{self.token}"


class Links:
    """Links in the table `table`, by a boto3 DynamoDB client. SecretInvalid if `secret` is under 32 bytes.

    The table's key is `pk`, the token's digest; `expires` is its TTL.
    """

    def __init__(self, dynamodb: Any, table: str, secret: bytes) -> None:
        if len(secret) < LEAST_SECRET_BYTES:
            raise SecretInvalid(
                f"Put at least {LEAST_SECRET_BYTES} random bytes into the secret of the links."
            )
        self._dynamodb = dynamodb
        self._table = table
        self._secret = secret

    def derive(self, target: LinkTarget) -> Link:
        """The one link of a revision, whether it was issued or not."""
        message = f"rate-confirmation\n{target.workspace_id}\n{target.booking_id}\n{target.revision}"
        mac = hmac.digest(self._secret, message.encode(), hashlib.sha256)
        token = base64.urlsafe_b64encode(mac).rstrip(b"=").decode()
        return Link(token, digest_of(token))

    def issue(self, target: LinkTarget, valid_until: datetime) -> Link:
        """Make the link of a revision work. Again is the same: a used or revoked link stays so."""
        link = self.derive(target)
        item = _described(target) | _times(valid_until) | {"pk": {"S": link.digest}}
        _ask(
            lambda: self._dynamodb.put_item(
                TableName=self._table, Item=item, ConditionExpression="attribute_not_exists(pk)"
            )
        )
        return link

    def peek(self, token: str, now: datetime) -> LinkTarget:
        """What a link opens, without using it. Raises the LinkError that says why it opens nothing."""
        item = self._read(token)
        _refuse(item, now)
        return _target(item)

    def target_of(self, token: str) -> LinkTarget:
        """What a link is for, even when it no longer opens it. Raises LinkUnknown."""
        return _target(self._read(token))

    def consume(self, token: str, used_by: str, now: datetime) -> LinkTarget:
        """Use a link; only the first to do so succeeds, again and again if it retries as the same `used_by`.

        Raises LinkUsed, LinkExpired, LinkRevoked or LinkUnknown.
        """
        consumed = _ask(
            lambda: self._dynamodb.update_item(
                TableName=self._table,
                Key=self._key(token),
                UpdateExpression="SET used_by = :used_by, used_at = if_not_exists(used_at, :now)",
                ConditionExpression="attribute_exists(pk) AND attribute_not_exists(revoked_at)"
                " AND valid_until > :now AND (attribute_not_exists(used_by) OR used_by = :used_by)",
                ExpressionAttributeValues={":used_by": {"S": used_by}, ":now": _epoch(now)},
                ReturnValues="ALL_NEW",
            )
        )
        if consumed is not None:
            return _target(consumed["Attributes"])
        _refuse(self._read(token), now)
        raise LinkUsed

    def revoke(self, target: LinkTarget, now: datetime) -> None:
        """Void the link of a revision for good, also one that was not issued yet. Again is the same."""
        described = _described(target) | _times(now)
        names = {f"#{name}": name for name in described}
        values = {f":{name}": value for name, value in described.items()}
        assigned = ", ".join(f"#{name} = if_not_exists(#{name}, :{name})" for name in described)
        _ask(
            lambda: self._dynamodb.update_item(
                TableName=self._table,
                Key={"pk": {"S": self.derive(target).digest}},
                UpdateExpression=f"SET {assigned}, revoked_at = if_not_exists(revoked_at, :now)",
                ExpressionAttributeNames=names,
                ExpressionAttributeValues=values | {":now": _epoch(now)},
            )
        )

    def _key(self, token: str) -> dict[str, Any]:
        return {"pk": {"S": digest_of(token)}}

    def _read(self, token: str) -> dict[str, Any]:
        found = _ask(
            lambda: self._dynamodb.get_item(TableName=self._table, Key=self._key(token), ConsistentRead=True)
        )
        if "Item" not in found:
            raise LinkUnknown
        item: dict[str, Any] = found["Item"]
        return item


def digest_of(token: str) -> str:
    """What is stored in the place of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _described(target: LinkTarget) -> dict[str, Any]:
    return {
        "workspace_id": {"S": target.workspace_id},
        "booking_id": {"S": str(target.booking_id)},
        "revision": {"N": str(target.revision)},
    }


def _times(valid_until: datetime) -> dict[str, Any]:
    return {"valid_until": _epoch(valid_until), "expires": _epoch(valid_until + KEPT_AFTER_EXPIRY)}


def _epoch(at: datetime) -> dict[str, str]:
    return {"N": str(int(at.astimezone(UTC).timestamp()))}


def _target(item: dict[str, Any]) -> LinkTarget:
    return LinkTarget(
        workspace_id=item["workspace_id"]["S"],
        booking_id=UUID(item["booking_id"]["S"]),
        revision=int(item["revision"]["N"]),
    )


def _refuse(item: dict[str, Any], now: datetime) -> None:
    if "revoked_at" in item:
        raise LinkRevoked
    if "used_by" in item:
        raise LinkUsed
    if int(item["valid_until"]["N"]) <= int(now.timestamp()):
        raise LinkExpired


def _ask(call: Callable[[], Any]) -> Any:
    """DynamoDB's answer, or None when the write's condition does not hold. Raises AwsUnavailable."""
    try:
        return call()
    except Exception as error:
        if aws_error_code(error) == "ConditionalCheckFailedException":
            return None
        raise _unavailable(error) from error


def _unavailable(error: Exception) -> Exception:
    if not is_aws_error(error):
        return error
    return AwsUnavailable(f"DynamoDB did not take a link ({aws_error_code(error)}). Try again.")
