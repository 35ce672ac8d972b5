"""A value of the declaration that stands for a resource, a value of the platform, or itself."""

from typing import Annotated, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
PlatformValue = Literal[
    "database_url",
    "fmcsa_base_url",
    "fmcsa_web_key",
    "public_base_url",
    "sentry_dsn",
    "sms_origin",
    "email_origin",
]
PLATFORM_VALUES: tuple[str, ...] = get_args(PlatformValue)


class Reference(BaseModel):
    """Exactly one field is set: `{table: callbacks}`, `{platform: public_base_url}`, `{value: booking}`.

    `{generated: 48}`, only in secrets: that many random bytes as URL-safe text, made once and kept.
    `{dead_letters: follow_loads}`: the queue that takes what this subscription or stream mapping gives up.
    `{origin: sms}`: what messages go out by, on one machine all numbers, or with `email` all domains; on AWS
    those that Terraform's `messaging_channels` makes.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    table: Name | None = None
    bucket: Name | None = None
    secret: Name | None = None
    bus: Name | None = None
    function: Name | None = None
    state_machine: Name | None = None
    queue: Name | None = None
    dead_letters: Name | None = None
    topic: Name | None = None
    stream: Name | None = None
    origin: Literal["sms", "email"] | None = None
    platform: PlatformValue | None = None
    value: str | None = None
    generated: Annotated[int, Field(ge=16, le=1024)] | None = None

    @model_validator(mode="after")
    def hold_one_thing(self) -> Self:
        if len(self.model_dump(exclude_none=True)) != 1:
            kinds = ", ".join(type(self).model_fields)
            raise ValueError(f"name exactly one thing: one of {kinds}")
        return self

    @property
    def kind(self) -> str:
        return next(iter(self.model_dump(exclude_none=True)))

    @property
    def name(self) -> str:
        return str(getattr(self, self.kind))
