"""`phone`: a simulated phone or mailbox in the terminal."""

import sys
import threading
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import quote

import httpx
import typer

from local.cli.failures import UsageError
from local.cli.running import running_platform

app = typer.Typer()
LOOK_SECONDS = 15
PATIENCE_SECONDS = LOOK_SECONDS + 10


@app.command()
def phone(
    address: Annotated[str, typer.Argument(help="A number such as +13175550123, or an e-mail address.")],
    text: Annotated[str | None, typer.Option(help="Write this from the phone and leave.")] = None,
    to: Annotated[str | None, typer.Option(help="Whom to write to; without it, whoever wrote last.")] = None,
    once: Annotated[bool, typer.Option("--once", help="Show the thread so far and leave.")] = False,
) -> None:
    """Show what a simulated phone writes and gets, as it happens; each line that you type is a reply.

    Ends at the end of the input, or with Ctrl-C.

    Examples: `./chain phone +13175550123`, `./chain phone +13175550123 --text "YES"`
    """
    thread = f"{running_platform().phones_url}/phones/{quote(address)}/texts"
    with httpx.Client(timeout=PATIENCE_SECONDS) as client:
        if text is not None:
            write(client, thread, text, to)
            return
        seen = show(client, thread, address, after=0, seconds=0)
        if not once:
            _live(client, thread, address, seen, to)


def _live(client: httpx.Client, thread: str, address: str, seen: int, to: str | None) -> None:
    """Shows what comes, while what is typed goes out."""
    threading.Thread(target=_follow, args=(thread, address, seen), daemon=True).start()
    for line in sys.stdin:
        if line.strip():
            write(client, thread, line.strip(), to)


def _follow(thread: str, address: str, seen: int) -> None:
    with httpx.Client(timeout=PATIENCE_SECONDS) as client:
        while True:
            seen = show(client, thread, address, after=seen, seconds=LOOK_SECONDS)


def write(client: httpx.Client, thread: str, body: str, to: str | None) -> None:
    """Raises UsageError when it is not known to whom."""
    answer = client.post(thread, json={"body": body} if to is None else {"body": body, "to": to})
    if answer.status_code != httpx.codes.CREATED:
        raise UsageError(f"{answer.json()['error']}: `./chain phone … --to +13175550100`")


def show(client: httpx.Client, thread: str, address: str, *, after: int, seconds: int) -> int:
    """Print what is new; the number of the last text."""
    texts: list[dict[str, Any]] = client.get(thread, params={"after": after, "seconds": seconds}).json()[
        "texts"
    ]
    for text in texts:
        typer.echo(line_of(text, address))
    return int(texts[-1]["number"]) if texts else after


def line_of(text: dict[str, Any], address: str) -> str:
    """`12:03:01  < text` for what the phone got, `>` for what it wrote."""
    at = datetime.fromisoformat(text["at"]).astimezone().strftime("%H:%M:%S")
    arrow = ">" if text["sender"] == address else "<"
    subject = f"[{text['subject']}] " if text.get("subject") else ""
    return f"{at}  {arrow} {subject}{text['body']}"
