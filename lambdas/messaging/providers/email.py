"""Amazon SES (`sesv2`, SendEmail)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lambdas.messaging.providers.aws_failures import outcome_of
from lambdas.messaging.providers.port import Accepted

if TYPE_CHECKING:
    from lambdas.messaging.providers.port import Outcome, Outgoing

REFUSALS = frozenset({"MessageRejected", "BadRequestException", "MailFromDomainNotVerifiedException"})
CHARSET = "UTF-8"


class SimpleEmail:
    """`client` must not retry by itself: an e-mail that was taken would be sent again."""

    def __init__(self, client: Any, configuration_set: str) -> None:
        self._client = client
        self._configuration_set = configuration_set

    def send(self, outgoing: Outgoing) -> Outcome:
        """Send an e-mail of plain text once."""
        try:
            answer = self._client.send_email(
                FromEmailAddress=outgoing.origin,
                Destination={"ToAddresses": [outgoing.address]},
                Content={
                    "Simple": {
                        "Subject": {"Data": outgoing.subject or "", "Charset": CHARSET},
                        "Body": {"Text": {"Data": outgoing.body, "Charset": CHARSET}},
                    }
                },
                ConfigurationSetName=self._configuration_set,
                EmailTags=[{"Name": name, "Value": value} for name, value in outgoing.context.items()],
            )
        except Exception as error:  # noqa: BLE001 - what is not AWS's failure is raised again
            return outcome_of(error, REFUSALS)
        return Accepted(str(answer["MessageId"]))
