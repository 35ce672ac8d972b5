"""What somebody wrote in an e-mail: its text without what it quotes and without the signature."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from email.message import EmailMessage

QUOTE = re.compile(
    r"""^(?:
        >.*
        | (?:on|el)\b.{0,300}\b(?:wrote|escribi[oó]):
        | -{2,}\s*(?:original\ message|forwarded\ message|mensaje\ original)\s*-{2,}
        | _{10,}
        | (?:from|de):\s.*@.*
        | --\s?
    )\s*$""",
    re.IGNORECASE | re.VERBOSE | re.MULTILINE,
)
"""A line with which the quoted message, or the signature, begins."""
BREAKS = frozenset({"br", "p", "div", "tr", "li", "blockquote"})
UNSEEN = frozenset({"style", "script", "head", "title"})


def written(email: EmailMessage) -> str:
    """The plain part, else the text of the HTML part, up to where it quotes; empty when it says nothing."""
    part = email.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    try:
        content = str(part.get_content())
    except (LookupError, UnicodeError):
        return ""
    text = text_of_html(content) if part.get_content_subtype() == "html" else content
    return unquoted(text)


def unquoted(text: str) -> str:
    """Return a text up to the line with which it begins to quote."""
    lines = text.replace("\r\n", "\n").replace("\x00", "")
    found = QUOTE.search(lines)
    return (lines if found is None else lines[: found.start()]).strip()


def text_of_html(html: str) -> str:
    """The words of a page, its blocks on lines of their own."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "".join(reader.words)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._unseen += tag in UNSEEN
        if tag in BREAKS:
            self.words.append("\n> " if tag == "blockquote" else "\n")

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in UNSEEN and self._unseen > 0

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.words.append(data)
