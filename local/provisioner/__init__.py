"""The local platform, made from the services' declarations."""

from collections.abc import Callable
from pathlib import Path

from local.provisioner.platform import Endpoints, Platform


def provision(home: Path, endpoints: Endpoints, report: Callable[[str], None] = lambda _: None) -> Platform:
    """Makes all declared resources on the running processes and writes `<home>/run/platform.json`.

    A second time it changes nothing. `report` gets a line for each step. Raises DeclarationError, LayerError,
    DefinitionRefusedError and botocore's errors.
    """
    from local.provisioner.building import build_all  # noqa: PLC0415 - boto3 is slow to import, readers of Platform do without

    return build_all(home, endpoints, report)
