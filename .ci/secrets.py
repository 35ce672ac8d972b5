"""Looks for secrets in what Git tracks: `secrets.py PROGRAM`. `.secrets.json` names by hash what is none."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
KNOWN = ROOT / ".secrets.json"
# they guess by a variable's name or by randomness: hashes, keys of dictionaries and the emulator's `chain`
GUESSING = ("KeywordDetector", "Base64HighEntropyString", "HexHighEntropyString")


def main() -> int:
    """1 when a tracked file holds what looks like a secret and is not known to be none."""
    found = scan(sys.argv[1])
    known = set(json.loads(KNOWN.read_text()))
    for hashed in sorted(found.keys() - known):
        sys.stderr.write(
            f"{found[hashed]} looks like a secret: remove it, or name {hashed} in .secrets.json\n"
        )
    for hashed in sorted(known - found.keys()):
        sys.stderr.write(f"nothing has the hash {hashed} any more: take it out of .secrets.json\n")
    return int(found.keys() != known)


def scan(program: str) -> dict[str, str]:
    """By hash of each suspicion, its file, line and kind."""
    disabled = [option for plugin in GUESSING for option in ("--disable-plugin", plugin)]
    ran = subprocess.run(  # noqa: S603 - our own environment's program
        [program, "scan", "--no-verify", *disabled], cwd=ROOT, check=True, capture_output=True, text=True
    )
    every = (each for file in json.loads(ran.stdout)["results"].values() for each in file)
    return {
        each["hashed_secret"]: f"{each['filename']}:{each['line_number']} ({each['type']})" for each in every
    }


if __name__ == "__main__":
    sys.exit(main())
