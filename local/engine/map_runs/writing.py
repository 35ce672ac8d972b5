"""A map run's results written to S3: result files by status, and a manifest of them.

Source: "ResultWriter (Map)" of the Step Functions developer guide.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from local.engine.asl.errors import RESULT_WRITER_FAILED, StateError
from local.engine.asl.payload import to_text
from local.engine.integrations.objects import Objects, ObjectsError
from local.engine.map_runs.results import folder, shaped

if TYPE_CHECKING:
    from collections.abc import Iterable

    from local.engine.map_runs.plan import WriteResults
    from local.engine.map_runs.results import ChildResult

_MOST_BYTES = 32 * 1024 * 1024
_FILES = {"SUCCEEDED": "SUCCEEDED", "PENDING": "PENDING"}
_CONTENT_TYPES = {"JSON": "application/json", "JSONL": "application/jsonl"}


def write_results(
    map_run_arn: str, writer: WriteResults, results: Iterable[ChildResult], objects: Objects
) -> int:
    """Return how many children's results were written; StateError (States.ResultWriterFailed).

    Files are closed at 32 MB, so that no more is held in memory (AWS closes them at 5 GB).
    """
    assert writer.bucket is not None
    files = {
        status: _Files(status, map_run_arn, writer, objects) for status in ("FAILED", "PENDING", "SUCCEEDED")
    }
    count = 0
    try:
        for result in results:
            files[_FILES.get(result.status, "FAILED")].add(list(shaped(result, writer.transformation)))
            count += 1
        for each in files.values():
            each.close()
        manifest = _manifest(map_run_arn, writer.bucket, files)
        objects.write(
            writer.bucket, f"{folder(map_run_arn, writer)}/manifest.json", manifest, _CONTENT_TYPES["JSON"]
        )
    except ObjectsError as error:
        raise StateError(RESULT_WRITER_FAILED, str(error), located=False) from error
    return count


def _manifest(map_run_arn: str, bucket: str, files: dict[str, _Files]) -> bytes:
    manifest: dict[str, Any] = {
        "DestinationBucket": bucket,
        "MapRunArn": map_run_arn,
        "ResultFiles": {status: each.written for status, each in files.items()},
    }
    return to_text(manifest).encode()


@dataclass(slots=True)
class _Files:
    """The result files of one status: `SUCCEEDED_0.json`, `SUCCEEDED_1.json` …"""

    status: str
    map_run_arn: str
    writer: WriteResults
    objects: Objects
    written: list[dict[str, Any]] = field(default_factory=list)
    _texts: list[str] = field(default_factory=list)
    _size: int = 0

    def add(self, texts: list[str]) -> None:
        self._texts += texts
        self._size += sum(len(text) for text in texts)
        if self._size >= _MOST_BYTES:
            self.close()

    def close(self) -> None:
        if not self._texts:
            return
        form = self.writer.output_type
        content = ("\n".join(self._texts) if form == "JSONL" else f"[{','.join(self._texts)}]").encode()
        name = f"{self.status}_{len(self.written)}.{form.lower()}"
        key = f"{folder(self.map_run_arn, self.writer)}/{name}"
        assert self.writer.bucket is not None
        self.objects.write(self.writer.bucket, key, content, _CONTENT_TYPES[form])
        self.written.append({"Key": key, "Size": len(content)})
        self._texts, self._size = [], 0
