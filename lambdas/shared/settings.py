"""The environment of a function, read once on first use and checked."""

from collections.abc import Mapping
from importlib import import_module
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from lambdas.shared.errors import SettingsInvalid

Value = Annotated[str, Field(min_length=1)]
SERVICE = "POWERTOOLS_SERVICE_NAME"


class Settings(BaseModel):
    """Names of a service's resources; each field is the environment variable of the same name.

    What only one service has is in the model `SETTINGS` of its own `settings.py`.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)

    powertools_service_name: Value
    database_secret_id: Value
    event_bus_name: Value
    callbacks_table: Value
    idempotency_table: Value
    state_machine_arn: Value
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
    """Check the environment by the model of its service; SettingsInvalid names what is missing."""
    model = _model_of(environment.get(SERVICE, ""))
    named = {name: environment[name.upper()] for name in model.model_fields if environment.get(name.upper())}
    try:
        return model.model_validate(named)
    except ValidationError as error:
        missing = ", ".join(sorted(str(problem["loc"][0]).upper() for problem in error.errors()))
        message = f"set these environment variables of the function: {missing}"
        raise SettingsInvalid(message) from error


def _model_of(service: str) -> type[Settings]:
    try:
        model: type[Settings] = import_module(f"lambdas.{service}.settings").SETTINGS
    except ImportError as error:
        message = f"set the environment variable {SERVICE} of the function to the name of its service"
        raise SettingsInvalid(message) from error
    return model
