"""Why Cognito makes no token; it shows the message to whoever signs in."""

from lambdas.shared.errors import RejectedError


class WorkspaceMissing(RejectedError):
    """Nobody said which workspace the user or system belongs to."""


class RoleMissing(RejectedError):
    """The user is in no group, so may do nothing."""
