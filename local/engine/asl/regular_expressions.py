"""Regular expressions of definitions: Python's, but none runs on for ever.

Backtracking may take years on a short text (`(a+)+$`), and Python's own module holds all threads meanwhile.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import regex  # type: ignore[import-untyped]  # regex ships no types

from local.engine.asl.errors import RuntimeStateError

Found = TypeVar("Found")
SECONDS = 2.0
_GROUP = re.compile(r"\\g<(\d+)>")


class PatternTimedOutError(RuntimeStateError):
    """The expression has looked at the text for too long."""

    def __init__(self, pattern: str) -> None:
        super().__init__(f"The regular expression /{pattern}/ took longer than {SECONDS:g} seconds")


class Pattern:
    """What of `re.Pattern` JSONata's library and the filters of paths use; raises PatternTimedOutError."""

    def __init__(self, text: str, *, ignores_case: bool = False, by_lines: bool = False) -> None:
        """Raises `re.error`."""
        flags = (regex.IGNORECASE if ignores_case else 0) | (regex.MULTILINE if by_lines else 0)
        try:
            self._pattern = regex.compile(text, flags)
        except regex.error as problem:
            raise re.error(problem.msg, text, problem.pos) from problem

    def search(self, text: str) -> Any:
        return self._timed(lambda: self._pattern.search(text, timeout=SECONDS))

    def fullmatch(self, text: str) -> Any:
        return self._timed(lambda: self._pattern.fullmatch(text, timeout=SECONDS))

    def finditer(self, text: str) -> Iterator[Any]:
        return iter(self._timed(lambda: list(self._pattern.finditer(text, timeout=SECONDS))))

    def split(self, text: str, maxsplit: int = 0) -> list[str]:
        return self._timed(lambda: self._pattern.split(text, maxsplit, timeout=SECONDS))

    def sub(self, replacement: Any, text: str, count: int = 0) -> str:
        r"""`replacement` is a function of the match, or a text in which `\g<1>` alone stands for something.

        Raises `re.error`, in the words that JSONata's library understands, for a group that does not exist.
        """
        written = replacement if callable(replacement) else self._template(replacement)
        replaced: str = self._timed(lambda: self._pattern.sub(written, text, count, timeout=SECONDS))
        return replaced

    def _template(self, replacement: str) -> Callable[[Any], str]:
        for group in _GROUP.finditer(replacement):
            if int(group[1]) > self._pattern.groups:
                raise re.error(f"invalid group reference {group[1]}", replacement, group.start(1))
        return lambda match: _GROUP.sub(lambda group: str(match[int(group[1])] or ""), replacement)

    def _timed(self, look: Callable[[], Found]) -> Found:
        try:
            return look()
        except TimeoutError:
            raise PatternTimedOutError(self._pattern.pattern) from None
