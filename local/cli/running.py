"""The platform that a command speaks to."""

from local.bootstrap.layout import home
from local.cli.failures import NotRunningError
from local.provisioner.platform import Platform
from local.supervisor import state


def running_platform() -> Platform:
    """Raises NotRunningError unless the platform of this home runs and is ready."""
    found = state.running(home())
    if found is None:
        raise NotRunningError("the platform does not run: start it with `make up` (or `./chain up`)")
    if not found.ready:
        raise NotRunningError("the platform is still starting: look again with `./chain status`")
    return Platform.read(home())
