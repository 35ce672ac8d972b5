"""A stripped library still loads, and shares no bytes with the file that it came from."""

import ctypes
import os
import shutil
from pathlib import Path

import pydantic_core

from local.packaging.symbols import strip_symbols

LIBRARY = next(Path(pydantic_core.__file__).parent.glob("*.so"))


def test_a_stripped_library_is_no_larger_and_loads(tmp_path: Path) -> None:
    library = tmp_path / "library.so"
    shutil.copyfile(LIBRARY, library)

    strip_symbols(library)

    assert library.stat().st_size <= LIBRARY.stat().st_size
    assert ctypes.CDLL(str(library)).PyInit__pydantic_core


def test_the_file_behind_a_hard_link_is_left_alone(tmp_path: Path) -> None:
    original, linked = tmp_path / "original.so", tmp_path / "linked.so"
    shutil.copyfile(LIBRARY, original)
    before = original.read_bytes()
    os.link(original, linked)

    strip_symbols(linked)

    assert original.read_bytes() == before
    assert original.stat().st_ino != linked.stat().st_ino


def test_what_is_no_library_is_left_alone(tmp_path: Path) -> None:
    text = tmp_path / "script.so"
    text.write_text("INPUT(libother.so)")

    strip_symbols(text)

    assert text.read_text() == "INPUT(libother.so)"
