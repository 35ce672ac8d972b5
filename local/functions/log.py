"""What one worker prints: kept in the function's log file, and handed out invocation by invocation."""

import asyncio
import os
from pathlib import Path

READ_BYTES = 65536


class WorkerLog:
    """`descriptor` is the end that the worker's process writes to."""

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self._file = file.open("ab", buffering=0)
        self._taken = bytearray()
        self._reader, self.descriptor = os.pipe()
        os.set_blocking(self._reader, False)
        asyncio.get_running_loop().add_reader(self._reader, self._drain)

    def release_descriptor(self) -> None:
        """After the process has its copy, so that the pipe ends with the process."""
        os.close(self.descriptor)

    def write(self, line: str) -> None:
        self._keep(f"{line}\n".encode())

    def take(self) -> bytes:
        """All that was printed since the last call."""
        self._drain()
        taken = bytes(self._taken)
        self._taken.clear()
        return taken

    def close(self) -> None:
        self._drain()
        asyncio.get_running_loop().remove_reader(self._reader)
        os.close(self._reader)
        self._file.close()

    def _drain(self) -> None:
        try:
            while printed := os.read(self._reader, READ_BYTES):
                self._keep(printed)
        except BlockingIOError:
            return
        asyncio.get_running_loop().remove_reader(self._reader)

    def _keep(self, printed: bytes) -> None:
        self._file.write(printed)
        self._taken += printed
