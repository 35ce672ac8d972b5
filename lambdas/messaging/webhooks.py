"""Who may call our webhooks: whoever signs the body with the shared key, now, and once.

The header `X-Chain-Signature` is `t=<epoch seconds>,v1=<hex>`: HMAC-SHA256 over `<t>.<body>`.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from typing import TYPE_CHECKING

from lambdas.shared.refusals import RequestRefused

if TYPE_CHECKING:
    from datetime import datetime

HEADER = "x-chain-signature"
SIGNATURE = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})")
TOLERANCE_SECONDS = 300


class WebhookRefused(RequestRefused):
    """`reason` is counted: unsigned, stale, forged or replayed."""

    status, title = 401, "Webhook refused"

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"This webhook is {reason}. Sign `t.body` with the shared key, now, and send it once."
        )
        self.reason = reason


def require_signed(header: str, body: bytes, key: bytes, now: datetime) -> str:
    """The signature, which no other call may bear. Raises WebhookRefused."""
    found = SIGNATURE.fullmatch(header.strip())
    if found is None:
        raise WebhookRefused("unsigned")
    if abs(now.timestamp() - int(found[1])) > TOLERANCE_SECONDS:
        raise WebhookRefused("stale")
    if not hmac.compare_digest(signature_of(int(found[1]), body, key), found[2]):
        raise WebhookRefused("forged")
    return found[2]


def signature_of(seconds: int, body: bytes, key: bytes) -> str:
    """What a provider puts after `v1=`."""
    return hmac.new(key, f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
