"""DynamoDB in memory: tables of items, conditional writes, consistent reads."""

from collections.abc import Mapping
from typing import Any

from local.simulator.aws.errors import client_error
from local.simulator.aws.expressions import Item, Placeholders, holds, updated
from local.simulator.faults.striking import Outward, Strikes

REFUSED = "ConditionalCheckFailedException"


class DynamoDB:
    """`keys` names each table's partition key. Methods are boto3's, with its members."""

    def __init__(self, strikes: Strikes, keys: Mapping[str, str]) -> None:
        self._strikes = strikes
        self._keys = keys
        self.tables: dict[str, dict[str, Item]] = {name: {} for name in keys}

    def get_item(self, *, TableName: str, Key: Item, **_others: Any) -> dict[str, Any]:  # noqa: N803 - AWS's
        def read() -> dict[str, Any]:
            item = self.tables[TableName].get(self._of(TableName, Key))
            return {} if item is None else {"Item": dict(item)}

        return self._strikes.outward(Outward.TABLE, "GetItem", read)

    def put_item(self, *, TableName: str, Item: Item, **others: Any) -> dict[str, Any]:  # noqa: N803 - AWS's
        def write() -> dict[str, Any]:
            self._require(TableName, Item, "PutItem", others)
            self.tables[TableName][self._of(TableName, Item)] = dict(Item)
            return {}

        return self._strikes.outward(Outward.TABLE, "PutItem", write)

    def update_item(self, *, TableName: str, Key: Item, **others: Any) -> dict[str, Any]:  # noqa: N803 - AWS's
        def write() -> dict[str, Any]:
            self._require(TableName, Key, "UpdateItem", others)
            key = self._of(TableName, Key)
            before = self.tables[TableName].get(key, dict(Key))
            after = updated(others["UpdateExpression"], before, _placeholders(others))
            self.tables[TableName][key] = after
            return {"Attributes": dict(after)} if others.get("ReturnValues") == "ALL_NEW" else {}

        return self._strikes.outward(Outward.TABLE, "UpdateItem", write)

    def delete_item(self, *, TableName: str, Key: Item, **_others: Any) -> dict[str, Any]:  # noqa: N803 - AWS's
        def write() -> dict[str, Any]:
            self.tables[TableName].pop(self._of(TableName, Key), None)
            return {}

        return self._strikes.outward(Outward.TABLE, "DeleteItem", write)

    def _of(self, table: str, attributes: Item) -> str:
        return str(attributes[self._keys[table]]["S"])

    def _require(self, table: str, attributes: Item, operation: str, request: Mapping[str, Any]) -> None:
        condition = request.get("ConditionExpression")
        held = self.tables[table].get(self._of(table, attributes), {})
        if condition is None or holds(condition, held, _placeholders(request)):
            return
        shown = request.get("ReturnValuesOnConditionCheckFailure") == "ALL_OLD" and held
        raise client_error(
            REFUSED, operation, "The conditional request failed", **({"Item": dict(held)} if shown else {})
        )


def _placeholders(request: Mapping[str, Any]) -> Placeholders:
    return Placeholders(
        request.get("ExpressionAttributeNames") or {}, request.get("ExpressionAttributeValues") or {}
    )
