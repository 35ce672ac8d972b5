"""The AWS services that tasks call, as a dozen lines each."""

from types import SimpleNamespace
from typing import Any

from botocore.exceptions import ClientError


class Events:
    def __init__(self) -> None:
        self.entries: list[dict[str, Any]] = []

    def put_events(self, Entries: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: N803 - boto3's name
        self.entries.extend(Entries)
        return {"FailedEntryCount": 0, "Entries": [{"EventId": "e"} for _ in Entries]}


class DynamoDB:
    """Tables of items by `pk`; a condition on absence holds or not, others hold always."""

    def __init__(self) -> None:
        self.items: dict[tuple[str, str], dict[str, Any]] = {}

    def put_item(self, **request: Any) -> dict[str, Any]:
        key = (request["TableName"], request["Item"]["pk"]["S"])
        if request.get("ConditionExpression") == "attribute_not_exists(pk)" and key in self.items:
            raise ClientError(
                {"Error": {"Code": "ConditionalCheckFailedException", "Message": ""}}, "PutItem"
            )
        self.items[key] = request["Item"]
        return {}

    def get_item(self, **request: Any) -> dict[str, Any]:
        item = self.items.get((request["TableName"], request["Key"]["pk"]["S"]))
        return {} if item is None else {"Item": item}

    def update_item(self, **request: Any) -> dict[str, Any]:
        key = (request["TableName"], request["Key"]["pk"]["S"])
        self.items.setdefault(key, dict(request["Key"]))["revoked_at"] = request["ExpressionAttributeValues"][
            ":now"
        ]
        return {}


class Buckets:
    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}

    def put_object(self, **request: Any) -> dict[str, Any]:
        self.objects[request["Key"]] = request["Body"]
        return {}


class Answers:
    """Step Functions, as far as tasks answer their own waits."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []

    def send_task_success(self, **request: Any) -> dict[str, Any]:
        self.sent.append(request)
        return {}

    def send_task_failure(self, **request: Any) -> dict[str, Any]:
        self.sent.append(request)
        return {}


def aws_fakes() -> Any:
    return SimpleNamespace(events=Events(), dynamodb=DynamoDB(), s3=Buckets(), stepfunctions=Answers())
