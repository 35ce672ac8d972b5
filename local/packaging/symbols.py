"""Takes symbols and debugging information out of a shared library of any architecture.

The dynamic loader reads segments only: what lies behind the last one goes, what lies between them becomes
zeros, which compress to nothing (ELF-64, System V ABI, chapter 5). `strip` knows its own architecture alone.
"""

import struct
from collections.abc import Iterator
from pathlib import Path

_HEADER = struct.Struct("<16sHHIQQQIHHHHHH")
_SEGMENT = struct.Struct("<IIQQQQQQ")
_SEGMENTS_AT, _SECTIONS_AT, _SEGMENT_COUNT, _SECTION_COUNT, _NAMES_SECTION = 5, 6, 10, 12, 13
_ELF_64_LITTLE_ENDIAN = b"\x7fELF\x02\x01"


def strip_symbols(library: Path) -> None:
    """Shortens the file in place; leaves alone what is no little-endian ELF-64 file."""
    content = library.read_bytes()
    if not content.startswith(_ELF_64_LITTLE_ENDIAN):
        return
    header = list(_HEADER.unpack_from(content))
    segments_at, segment_count = header[_SEGMENTS_AT], header[_SEGMENT_COUNT]
    kept = bytearray(_end_of_segments(content, segments_at, segment_count))
    for offset, size in _segments(content, segments_at, segment_count):
        kept[offset : offset + size] = content[offset : offset + size]
    header[_SECTIONS_AT] = header[_SECTION_COUNT] = header[_NAMES_SECTION] = 0
    kept[: _HEADER.size] = _HEADER.pack(*header)
    library.unlink()  # it may share its bytes with an installer's cache
    library.write_bytes(kept)


def _end_of_segments(content: bytes, segments_at: int, count: int) -> int:
    return max(offset + size for offset, size in _segments(content, segments_at, count))


def _segments(content: bytes, segments_at: int, count: int) -> Iterator[tuple[int, int]]:
    """Offset and size in the file of each segment, and of the table that lists them."""
    yield segments_at, count * _SEGMENT.size
    for number in range(count):
        _, _, offset, _, _, size, _, _ = _SEGMENT.unpack_from(content, segments_at + number * _SEGMENT.size)
        yield offset, size
