"""The queues of dead letters of an account: what is in them, and back to where it came from.

Letters are looked at without being taken out: they are hidden for a minute, and shown again at once. A letter
is given again by sending it to its queue and then deleting it, so that a crash between repeats it and loses
none; consumers take the same event twice. AWS's own StartMessageMoveTask moves a queue as a whole.
"""

from dataclasses import dataclass
from typing import Any

from local.dead_letters.letter import DeadLetter, letter_of

SUFFIX = "-dead-letters"
PREFIX = "chain-"
BATCH = 10
HIDDEN_SECONDS = 60


@dataclass(frozen=True)
class DeadLetters:
    """`sqs` is boto3's client of the account and region.

    Where a queue is spread over many servers, an answer is complete only if they are waited for.
    """

    sqs: Any
    wait_seconds: int = 0

    def queues(self) -> dict[str, str]:
        """URL of each queue of dead letters, by the name of the queue whose letters it takes."""
        pages = self.sqs.get_paginator("list_queues").paginate(QueueNamePrefix=PREFIX)
        urls = [url for page in pages for url in page.get("QueueUrls", [])]
        return {_name(url).removesuffix(SUFFIX): url for url in sorted(urls) if url.endswith(SUFFIX)}

    def letters(self, queue: str, url: str) -> list[DeadLetter]:
        """All letters, the oldest first."""
        taken = self._taken(queue, url)
        for letter in taken:
            self._show(url, letter)
        return sorted(taken, key=lambda one: one.at)

    def replay(self, queue: str, url: str, only: str | None = None) -> list[DeadLetter]:
        """Give letters to their queue again, all or the one with this id; which they were."""
        taken = self._taken(queue, url)
        given = [letter for letter in taken if only in (None, letter.letter_id)]
        for letter in taken:
            if letter in given:
                self.sqs.send_message(QueueUrl=url.removesuffix(SUFFIX), MessageBody=letter.body)
                self.sqs.delete_message(QueueUrl=url, ReceiptHandle=letter.receipt)
            else:
                self._show(url, letter)
        return given

    def _show(self, url: str, letter: DeadLetter) -> None:
        self.sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=letter.receipt, VisibilityTimeout=0)

    def _taken(self, queue: str, url: str) -> list[DeadLetter]:
        """All letters, hidden; done when an answer brings none that is new."""
        taken: dict[str, DeadLetter] = {}
        while True:
            found = self.sqs.receive_message(
                QueueUrl=url,
                MaxNumberOfMessages=BATCH,
                VisibilityTimeout=HIDDEN_SECONDS,
                WaitTimeSeconds=self.wait_seconds,
                MessageSystemAttributeNames=["SentTimestamp"],
                MessageAttributeNames=["All"],
            ).get("Messages", [])
            new = [letter_of(queue, message) for message in found if message["MessageId"] not in taken]
            taken |= {letter.letter_id: letter for letter in new}
            if not new:
                return list(taken.values())


def _name(url: str) -> str:
    return url.rsplit("/", 1)[1]
