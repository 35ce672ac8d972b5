"""Whom a message goes to, and what names a template and its values."""

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from schemas.common import E164, Email, FrozenModel, Name, ZoneName
from schemas.messaging.statuses import Role

Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")]
TemplateName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_\-]{0,79}$")]
Value = str | int | float | bool | None
Variables = Annotated[dict[Annotated[str, StringConstraints(max_length=80)], Value], Field(max_length=100)]


class Recipient(FrozenModel):
    """Whom a message goes to; `time_zone` is where its quiet hours are meant, if it is known.

    The role `desk` is one of ours to whom a rule assigns the load: known by name, and told by an event.
    """

    role: Role = "contact"
    name: Name | None = None
    phone: E164 | None = None
    email: Email | None = None
    language: Language = "en"
    time_zone: ZoneName | None = None

    @model_validator(mode="after")
    def _can_be_reached(self) -> Self:
        if self.role == "desk":
            return self._known_by_name()
        if self.phone is None and self.email is None:
            message = "give a phone or an email"
            raise ValueError(message)
        return self

    def _known_by_name(self) -> Self:
        if self.name is None or self.phone is not None or self.email is not None:
            message = "a desk has a name, and neither phone nor email"
            raise ValueError(message)
        return self
