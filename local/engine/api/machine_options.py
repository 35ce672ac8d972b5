"""Logging, tracing and encryption configuration of state machines, refused as AWS refuses them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from local.engine.api.errors import ApiError, ErrorName
from local.engine.reporting.destinations import DestinationNotFoundError, log_group_name

if TYPE_CHECKING:
    from local.engine.engine import Engine

NAMES = ("loggingConfiguration", "tracingConfiguration", "encryptionConfiguration")
DEFAULTS: dict[str, Any] = {
    "loggingConfiguration": {"level": "OFF", "includeExecutionData": False},
    "tracingConfiguration": {"enabled": False},
}
_OWN_KEY = "AWS_OWNED_KEY"


def with_defaults(options: Mapping[str, Any]) -> dict[str, Any]:
    """The options of a revision as the API shows them."""
    return DEFAULTS | dict(options)


def checked_options(engine: "Engine", request: dict[str, Any]) -> dict[str, Any]:
    """The options that the request gives, with AWS's defaults in them.

    Raises InvalidLoggingConfiguration, InvalidEncryptionConfiguration.
    """
    options: dict[str, Any] = {name: request[name] for name in NAMES if name in request}
    if "loggingConfiguration" in options:
        options["loggingConfiguration"] = _checked_logging(engine, options["loggingConfiguration"])
    if "tracingConfiguration" in options:
        options["tracingConfiguration"] = DEFAULTS["tracingConfiguration"] | options["tracingConfiguration"]
    if "encryptionConfiguration" in options:
        check_encryption(options["encryptionConfiguration"])
    return options


def check_encryption(configuration: dict[str, Any]) -> None:
    """The configuration is kept and shown; what runs hold lies in the operator's Postgres, as it is there.

    Raises InvalidEncryptionConfiguration for a key that is missing, or not needed.
    """
    needs_key = configuration["type"] != _OWN_KEY
    if needs_key is not ("kmsKeyId" in configuration):
        problem = "must be given with" if needs_key else "must not be given with"
        raise ApiError(
            ErrorName.INVALID_ENCRYPTION_CONFIGURATION,
            f"Invalid Encryption Configuration: kmsKeyId {problem} the type {configuration['type']}",
        )


def _checked_logging(engine: "Engine", given: dict[str, Any]) -> dict[str, Any]:
    configuration: dict[str, Any] = DEFAULTS["loggingConfiguration"] | given
    destinations = configuration.get("destinations", [])
    if len(destinations) > 1 or (configuration["level"] != "OFF" and not destinations):
        raise _invalid("Must specify exactly one Log Destination.")
    for destination in destinations:
        _check_destination(engine, destination)
    return configuration


def _check_destination(engine: "Engine", destination: dict[str, Any]) -> None:
    arn = destination.get("cloudWatchLogsLogGroup", {}).get("logGroupArn")
    if arn is None:
        raise _invalid("Must specify exactly one Log Destination.")
    group = log_group_name(arn)
    if group is None:
        raise _invalid(f"The ARN of a log group must end with ':*': {arn}")
    try:
        engine.logs.check(group)
    except DestinationNotFoundError as error:
        raise _invalid("Log Destination not found.") from error


def _invalid(problem: str) -> ApiError:
    return ApiError(ErrorName.INVALID_LOGGING_CONFIGURATION, f"Invalid Logging Configuration: {problem}")
