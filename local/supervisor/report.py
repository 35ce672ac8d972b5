"""What the supervisor tells whoever started it, as JSON lines through a pipe."""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import IO

READY = "platform"


@dataclass(frozen=True)
class Report:
    """One step of the start. `failure` ends the start; step `platform` done means that all is ready."""

    step: str
    done: bool
    seconds: float = 0.0
    failure: str | None = None


@dataclass
class Reporter:
    """Writes reports until nobody listens any more."""

    descriptor: int | None

    def tell(self, report: Report) -> None:
        if self.descriptor is None:
            return
        try:
            os.write(self.descriptor, (json.dumps(asdict(report)) + "\n").encode())
        except OSError:
            self.close()

    def close(self) -> None:
        if self.descriptor is not None:
            os.close(self.descriptor)
            self.descriptor = None


def listen(pipe: IO[str]) -> Iterator[Report]:
    """Reports as they come, until the supervisor closes its end."""
    for line in pipe:
        yield Report(**json.loads(line))
