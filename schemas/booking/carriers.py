"""PUT /v1/carriers/{dot_number}: what a workspace knows of a carrier."""

from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from schemas.common import E164, DotNumber, Email, FrozenModel, Instant, Name, Text


class PutCarrier(FrozenModel):
    """The whole record: known contacts, and whether the workspace refuses to use the carrier."""

    legal_name: Name
    phones: Annotated[tuple[E164, ...], Field(max_length=50)] = ()
    emails: Annotated[tuple[Email, ...], Field(max_length=50)] = ()
    do_not_use: bool = False
    do_not_use_reason: Annotated[Text | None, Field(validate_default=True)] = None

    @field_validator("do_not_use_reason")
    @classmethod
    def _says_why(cls, reason: str | None, info: ValidationInfo) -> str | None:
        if info.data.get("do_not_use") and not reason:
            message = "must say why when do_not_use is true"
            raise ValueError(message)
        return reason


class CarrierView(PutCarrier):
    """The answer of PUT and GET /v1/carriers/{dot_number}."""

    dot_number: DotNumber
    updated_at: Instant
