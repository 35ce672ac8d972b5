"""Why set-up failed, in one line that says what to do."""

import shutil
from pathlib import Path

NEEDED_BYTES = 1_500_000_000
UNREACHABLE = (
    "dns error",
    "Connection refused",
    "error sending request",
    "tcp connect",
    "Could not fetch",
    "No matching",
)


class SetUpError(Exception):
    """Set-up cannot go on; the message says what to do."""


def check_disk(home: Path) -> None:
    """Raises SetUpError before anything is downloaded to a full disk."""
    free = shutil.disk_usage(home).free
    if free < NEEDED_BYTES:
        raise SetUpError(
            f"{home} has {free / 1e9:.1f} GB free and set-up needs {NEEDED_BYTES / 1e9:.1f} GB: "
            "make room, or set CHAIN_HOME to a folder on another disk"
        )


def explain(label: str, output: str, log: Path) -> str:
    """A line for a failed installer from its own words."""
    last = next((line.strip() for line in reversed(output.splitlines()) if line.strip()), "no message")
    if "No space left" in output:
        return (
            f"The disk is full while installing {label}: make room, or set CHAIN_HOME to another disk ({log})"
        )
    if any(sign in output for sign in UNREACHABLE):
        return (
            f"The package index cannot be reached, or lacks a package, for {label}: check the network, "
            f"or set UV_INDEX_URL and PIP_INDEX_URL to an index you have ({last}; all of it in {log})"
        )
    return f"Installing {label} failed: {last} (all of it in {log})"
