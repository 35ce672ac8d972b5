"""Where everything that Chain keeps on one machine lives. Standard library only: read before any set-up."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def home() -> Path:
    """The folder of all local state: `$CHAIN_HOME`, else `.chain` in the repository."""
    configured = os.environ.get("CHAIN_HOME")
    return Path(configured).expanduser().absolute() if configured else ROOT / ".chain"
