"""No log: a world is told by its trace, and a line that nobody reads would still be made."""

import logging as standard_logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from lambdas.shared import logging


class SilentLogger:
    """Takes what functions say to Powertools' logger."""

    def __init__(self, *_: Any, **__: Any) -> None:
        self.append_keys = self.clear_state = self.thread_safe_clear_keys = self._nothing
        self.debug = self.info = self.warning = self.error = self.exception = self._nothing

    def _nothing(self, *_: Any, **__: Any) -> None:
        return None


@contextmanager
def silence() -> Iterator[None]:
    """Let every function of this process log nothing, and no engine that has died."""
    logging.logger.cache_clear()
    engine = standard_logging.getLogger("local.engine")
    level = engine.level
    engine.setLevel(standard_logging.CRITICAL)
    try:
        with patch.object(logging, "Logger", SilentLogger):
            yield
    finally:
        engine.setLevel(level)
        logging.logger.cache_clear()
