"""AWS End User Messaging SMS (`pinpoint-sms-voice-v2`, SendTextMessage). It has no idempotency token."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lambdas.messaging.providers.aws_failures import outcome_of
from lambdas.messaging.providers.port import Accepted

if TYPE_CHECKING:
    from lambdas.messaging.providers.port import Outcome, Outgoing

REFUSALS = frozenset({"ConflictException", "ValidationException"})


class EndUserMessagingSms:
    """`client` must not retry by itself: a text that was taken would be sent again."""

    def __init__(self, client: Any, configuration_set: str) -> None:
        self._client = client
        self._configuration_set = configuration_set

    def send(self, outgoing: Outgoing) -> Outcome:
        """Send a text once. A number that opted out at AWS is refused with AWS's reason."""
        try:
            answer = self._client.send_text_message(
                DestinationPhoneNumber=outgoing.address,
                OriginationIdentity=outgoing.origin,
                MessageBody=outgoing.body,
                MessageType="TRANSACTIONAL",
                ConfigurationSetName=self._configuration_set,
                Context=outgoing.context,
            )
        except Exception as error:  # noqa: BLE001 - what is not AWS's failure is raised again
            return outcome_of(error, REFUSALS)
        return Accepted(str(answer["MessageId"]))
