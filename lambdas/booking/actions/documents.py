"""Reading a booking's documents: a link to each that works for a quarter of an hour, made without a call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.booking.settings import settings_of

if TYPE_CHECKING:
    from lambdas.shared.api.call import Call

URL_SECONDS = 15 * 60


def document_url(call: Call, key: str) -> str:
    """A presigned GET of a document in the bucket; whoever has it can read that document until it expires."""
    dependencies = call.dependencies
    url: str = dependencies.clients.s3.generate_presigned_url(
        "get_object",
        Params={"Bucket": settings_of(dependencies).documents_bucket, "Key": key},
        ExpiresIn=URL_SECONDS,
    )
    return url
