"""Every error of messaging that crosses a task's edge.

The class names are the `ErrorEquals` of `statemachines/message.py`. None of the rejected family is retried.
"""

from uuid import UUID

from lambdas.shared.errors import RejectedError, RetryableError


class MessageChanged(RetryableError):
    """Another write changed the message between this task's read and its write."""

    def __init__(self, message_id: UUID) -> None:
        super().__init__(
            f"Message {message_id} changed between read and write. Nothing was written; try again."
        )


class MessageMissing(RejectedError):
    """The run names a message that the workspace does not have."""

    def __init__(self, message_id: UUID) -> None:
        super().__init__(
            f"There is no message {message_id} in the workspace. Start the run with one that exists."
        )


class ReceiptUnknown(RejectedError):
    """A provider's receipt is of no send of ours."""

    def __init__(self, provider_message_id: str) -> None:
        super().__init__(
            f"No send of ours has the id {provider_message_id}. Check which account reports here."
        )


class ReportUnreadable(RejectedError):
    """What a provider published is none of the shapes that it documents."""

    def __init__(self, problem: str) -> None:
        super().__init__(
            f"The provider's event cannot be read ({problem}). Compare it with the provider's documentation."
        )


class SenderUnknown(RejectedError):
    """A text from somebody whom no workspace has written to."""

    def __init__(self) -> None:
        super().__init__("No workspace has written to the sender of this text. Look whose number it is.")


class SenderUnproven(RejectedError):
    """An e-mail whose sender may be forged."""

    def __init__(self) -> None:
        super().__init__(
            "Neither DMARC nor SPF proves who sent this e-mail. Ask the sender, then answer by hand."
        )


class TextUnreadable(RejectedError):
    """What was published as an inbound text is none, or is too long."""

    def __init__(self, problem: str) -> None:
        super().__init__(f"The inbound text cannot be taken: {problem}. Compare it with the provider's form.")


class LoadChanged(RetryableError):
    """Other events changed the load between this one's read and its write, again and again."""

    def __init__(self, load_id: UUID) -> None:
        super().__init__(f"Load {load_id} changed between read and write. Nothing was written; try again.")
