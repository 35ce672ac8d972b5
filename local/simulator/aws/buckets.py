"""S3 in memory."""

from typing import Any

from local.simulator.faults.striking import Outward, Strikes


class Buckets:
    """`rewritten` names the objects that were written again with other bytes."""

    def __init__(self, strikes: Strikes) -> None:
        self._strikes = strikes
        self.objects: dict[tuple[str, str], bytes] = {}
        self.rewritten: list[str] = []

    def put_object(self, *, Bucket: str, Key: str, Body: bytes, **_others: Any) -> dict[str, Any]:  # noqa: N803 - AWS's
        def write() -> dict[str, Any]:
            if self.objects.setdefault((Bucket, Key), Body) != Body:
                self.rewritten.append(Key)
            self.objects[Bucket, Key] = Body
            return {"ETag": '"etag"'}

        return self._strikes.outward(Outward.BUCKET, "PutObject", write)

    def generate_presigned_url(self, _method: str, *, Params: dict[str, str], **_others: Any) -> str:  # noqa: N803 - AWS's
        return f"https://{Params['Bucket']}.example/{Params['Key']}"
