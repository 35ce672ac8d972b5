"""The failures that a user can do something about; their messages say what."""

from local.bench.import_places import ForeignReleaseError
from local.demo.failures import DemoFailedError
from local.demo.loads import LoadsFileError
from local.deployment.failures import DeploymentError
from local.packaging.layer import LayerError
from local.packaging.release import PackagingError
from local.provisioner.platform import PlatformMissingError
from local.simulator.faults.catalogue import UnknownFaultError
from local.simulator.recording import RecordingError
from local.simulator.scenario import UnknownMachineError
from local.supervisor.control import StartFailedError, StopFailedError
from local.terraform.command import TerraformFailedError, TerraformMissingError


class NotRunningError(Exception):
    """A command needs the platform, and it does not run."""


class UsageError(Exception):
    """Options that do not go together."""


EXPECTED = (
    DemoFailedError,
    DeploymentError,
    ForeignReleaseError,
    LayerError,
    LoadsFileError,
    NotRunningError,
    PackagingError,
    PlatformMissingError,
    StartFailedError,
    RecordingError,
    StopFailedError,
    TerraformFailedError,
    TerraformMissingError,
    UnknownFaultError,
    UnknownMachineError,
    UsageError,
)
