"""Why traffic did not move; each message says what to do."""


class DeploymentError(Exception):
    """Traffic is where it was before, or where the message says."""


class AccountUnknownError(DeploymentError):
    """There are no credentials or no region, or AWS does not take them."""


class OtherEnvironmentError(DeploymentError):
    """The credentials are of another environment than the one that was named."""


class NotPublishedError(DeploymentError):
    """Terraform has not published what the manifest names."""


class RolledBackError(DeploymentError):
    """An alarm rang while the new version had some of the traffic; the former one has all of it again."""


class MigrationFailedError(DeploymentError):
    """The migration function refused or failed; its own message is part of this one."""


class FormerCodeRunsError(DeploymentError):
    """What a contract takes away may still be used."""
