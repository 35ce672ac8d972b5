"""AWS as the API sees it: services that remember what they were asked."""

import json
from dataclasses import dataclass, field
from typing import Any


@dataclass
class FakeStepFunctions:
    """Remembers runs and answers. `broken` makes every call fail as an unreachable service does."""

    started: list[dict[str, Any]] = field(default_factory=list)
    succeeded: list[dict[str, Any]] = field(default_factory=list)
    failed: list[dict[str, Any]] = field(default_factory=list)
    broken: bool = False

    def start_execution(self, **asked: Any) -> None:
        self._refuse_if_broken()
        self.started.append({**asked, "input": json.loads(asked["input"])})

    def send_task_success(self, *, taskToken: str, output: str) -> None:  # noqa: N803 - AWS's name
        self._refuse_if_broken()
        self.succeeded.append({"token": taskToken, "output": json.loads(output)})

    def send_task_failure(self, *, taskToken: str, error: str, cause: str) -> None:  # noqa: N803 - AWS's name
        self._refuse_if_broken()
        self.failed.append({"token": taskToken, "error": error, "cause": cause})

    def _refuse_if_broken(self) -> None:
        if self.broken:
            raise aws_error("ServiceUnavailable")


@dataclass
class FakeEvents:
    """Remembers what was put on the bus."""

    entries: list[dict[str, Any]] = field(default_factory=list)
    broken: bool = False

    def put_events(self, *, Entries: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: N803 - AWS's name
        if self.broken:
            raise aws_error("InternalException")
        self.entries += Entries
        return {"FailedEntryCount": 0, "Entries": [{"EventId": "1"} for _ in Entries]}

    @property
    def names(self) -> list[str]:
        return [entry["DetailType"] for entry in self.entries]


class FakeTokens:
    """DynamoDB's table of tokens: the token of each wait is its key with `token:` before it."""

    def get_item(self, *, Key: dict[str, Any], **_others: Any) -> dict[str, Any]:  # noqa: N803 - AWS's name
        return {"Item": {"token": {"S": f"token:{Key['pk']['S']}"}}}


class FakeBuckets:
    """S3, as far as documents are linked to."""

    def generate_presigned_url(self, _method: str, *, Params: dict[str, str], **_others: Any) -> str:  # noqa: N803 - AWS's name
        return f"https://documents.example/{Params['Key']}"


def aws_error(code: str) -> Exception:
    from botocore.exceptions import ClientError  # noqa: PLC0415

    return ClientError({"Error": {"Code": code, "Message": code}}, "Call")
