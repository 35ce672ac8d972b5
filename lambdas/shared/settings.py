"""The environment of a function, read once on first use and checked."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from lambdas.shared.errors import SettingsInvalid

Value = Annotated[str, Field(min_length=1)]


class Settings(BaseModel):
    """Names of this service's resources; each field is the environment variable of the same name."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)

    powertools_service_name: Value
    database_secret_id: Value
    event_bus_name: Value
    callbacks_table: Value
    idempotency_table: Value
    links_table: Value
    links_secret_id: Value
    documents_bucket: Value
    state_machine_arn: Value
    fmcsa_base_url: Value
    fmcsa_secret_id: Value
    public_base_url: Value
    sentry_dsn: str | None = None

    @property
    def service(self) -> str:
        """Such as `booking`."""
        return self.powertools_service_name

    @property
    def source(self) -> str:
        """The `source` of this service's events."""
        return f"chain.{self.powertools_service_name}"


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Check the environment; SettingsInvalid names the variables that are missing."""
    named = {
        name: environment[name.upper()] for name in Settings.model_fields if environment.get(name.upper())
    }
    try:
        return Settings.model_validate(named)
    except ValidationError as error:
        missing = ", ".join(sorted(str(problem["loc"][0]).upper() for problem in error.errors()))
        message = f"set these environment variables of the function: {missing}"
        raise SettingsInvalid(message) from error
