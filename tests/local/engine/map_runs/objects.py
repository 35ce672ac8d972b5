"""Objects in memory, in S3's place."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, BinaryIO

from local.engine.integrations.objects import ObjectsError

LISTED_AT = datetime(2027, 3, 15, 9, 0, tzinfo=UTC)


@dataclass
class ObjectsInMemory:
    """`contents` by bucket and key."""

    contents: dict[tuple[str, str], bytes] = field(default_factory=dict)

    def read(self, bucket: str, key: str, version: str | None = None) -> BinaryIO:
        del version
        if (bucket, key) not in self.contents:
            raise ObjectsError(f"The specified key does not exist: {key}")
        return io.BytesIO(self.contents[bucket, key])

    def list(self, arguments: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        for (bucket, key), content in self.contents.items():
            if bucket == arguments["Bucket"] and key.startswith(arguments.get("Prefix", "")):
                yield {"Key": key, "Size": len(content), "ETag": '"e"', "LastModified": LISTED_AT}

    def write(self, bucket: str, key: str, content: bytes, content_type: str) -> None:
        del content_type
        self.contents[bucket, key] = content
