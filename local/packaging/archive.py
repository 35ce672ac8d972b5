"""A folder as a zip of the same bytes on every build."""

import hashlib
import zipfile
from pathlib import Path

FIRST_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
READABLE_FILE = 0o100644 << 16
RUNNABLE_FILE = 0o100755 << 16


def write_zip(folder: Path, file: Path, below: str = "") -> None:
    """Packs every file of `folder`, in the order of their names, under `below/` in the archive."""
    with zipfile.ZipFile(file, "w") as archive:
        for member in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(str(Path(below) / member.relative_to(folder)), FIRST_ZIP_DATE)
            entry.external_attr = RUNNABLE_FILE if ".so" in member.suffixes else READABLE_FILE
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, member.read_bytes(), compresslevel=9)


def sha256(file: Path) -> str:
    """Hexadecimal SHA-256 of the file's bytes."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
