"""`messaging classify`: what the rules read out of texts, for whoever wants to try them."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from local.cli.failures import UsageError

if TYPE_CHECKING:
    from lambdas.messaging.intents.intent import Context, Reading

app = typer.Typer(help="Try the rules of the messaging service, without a running platform.")
CENTS = 100


@app.callback()
def messaging() -> None:
    """Try the rules of the messaging service, without a running platform.

    Example: `./chain messaging classify texts.txt`
    """


@app.command()
def classify(
    file: Annotated[Path, typer.Argument(help="One text a line, or JSON Lines with `text`; - is stdin.")],
    asked: Annotated[str, typer.Option(help="What the texts answer: offer, eta or nothing.")] = "nothing",
    offered: Annotated[float | None, typer.Option(min=0, help="Our amount on the table, in dollars.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Print what each text of a file means: intent, confidence, and the amount or time that it names.

    A line of JSON may bring its own `asked` and `offered` (in cents).

    Examples: `./chain messaging classify replies.txt`,
    `./chain messaging classify replies.jsonl --asked offer --offered 1850 --json`
    """
    from lambdas.messaging.intents.classify import classify as read  # noqa: PLC0415 - only this command needs it

    default = _context({"asked": asked, "offered": None if offered is None else round(offered * CENTS)})
    for text, context in _texts(file, default):
        reading = read(text, context)
        typer.echo(
            json.dumps(_fields(text, reading), ensure_ascii=False) if as_json else _line(text, reading)
        )


def _texts(file: Path, default: "Context") -> Iterator[tuple[str, "Context"]]:
    for number, line in enumerate(_read(file).replace("\r\n", "\n").split("\n"), 1):
        if not line.strip():
            continue
        if not line.lstrip().startswith("{"):
            yield line, default
            continue
        fields = _object(line, number)
        yield fields["text"], _context(fields) if "asked" in fields else default


def _read(file: Path) -> str:
    try:
        raw = typer.get_binary_stream("stdin").read() if str(file) == "-" else file.read_bytes()
        return raw.decode("utf-8-sig")
    except OSError as error:
        raise UsageError(
            f"{file} cannot be read ({error.strerror}); give a file of texts, one a line"
        ) from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{file} is not UTF-8 (byte {error.start}); convert it first") from error


def _object(line: str, number: int) -> dict[str, Any]:
    try:
        fields = json.loads(line)
    except ValueError as error:
        raise UsageError(f"line {number} begins like JSON and is none: {error}") from error
    if not isinstance(fields.get("text"), str):
        raise UsageError(f'line {number} has no "text": write {{"text": "…"}}')
    return dict(fields)


def _context(fields: dict[str, Any]) -> "Context":
    from lambdas.messaging.intents.intent import Asked, Context  # noqa: PLC0415 - as above

    if fields["asked"] not in list(Asked):
        raise UsageError(f"asked is one of {', '.join(Asked)}, not {fields['asked']}")
    offered = fields.get("offered")
    if offered is not None and (not isinstance(offered, int) or isinstance(offered, bool) or offered < 0):
        raise UsageError(f"offered is our amount in whole cents, not {offered!r}")
    return Context(Asked(fields["asked"]), offered)


def _fields(text: str, reading: "Reading") -> dict[str, Any]:
    """`amount` in cents; `time` as `{minutes, clock, half_day_known, days}`."""
    said: dict[str, Any] = {"text": text, **asdict(reading), "confidence": round(reading.confidence, 2)}
    if reading.time is not None and reading.time.clock is not None:
        said["time"]["clock"] = f"{reading.time.clock:%H:%M}"
    return said


def _line(text: str, reading: "Reading") -> str:
    told = f"{reading.intent.value:9} {reading.confidence:4.2f} {_detail(reading):>10}"
    return f"{told}  {text}"


def _detail(reading: "Reading") -> str:
    if reading.amount is not None:
        return f"${reading.amount / CENTS:,.2f}"
    if reading.time is None:
        return "-"
    if reading.time.clock is None:
        return f"{reading.time.minutes} min"
    return f"{reading.time.clock:%H:%M}" + ("" if reading.time.half_day_known else "?")
