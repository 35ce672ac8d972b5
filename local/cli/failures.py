"""The failures that a user can do something about; their messages say what."""

from local.demo.failures import DemoFailedError
from local.demo.loads import LoadsFileError
from local.provisioner.platform import PlatformMissingError
from local.supervisor.control import StartFailedError, StopFailedError


class NotRunningError(Exception):
    """A command needs the platform, and it does not run."""


class UsageError(Exception):
    """Options that do not go together."""


EXPECTED = (
    DemoFailedError,
    LoadsFileError,
    NotRunningError,
    PlatformMissingError,
    StartFailedError,
    StopFailedError,
    UsageError,
)
