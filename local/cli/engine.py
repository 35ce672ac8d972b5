"""`engine verify`: the engine against recordings of AWS's own service."""

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import track
from rich.table import Column, Table

from local.cli.failures import UsageError
from local.engine.conformance.cases import Case, CasesUnreadableError, load_cases
from local.engine.conformance.figures import markdown
from local.engine.conformance.levels import HIGHEST
from local.engine.conformance.scoring import LEVELS, Score, by_kind, by_tag, in_all
from local.engine.conformance.verifying import Result, verify

app = typer.Typer(no_args_is_help=True, help="The Step Functions engine by itself.")
_UNREADABLE = 2


@app.callback()
def engine() -> None:
    """The Step Functions engine by itself."""


@app.command("verify")
def verify_file(
    file: Annotated[Path, typer.Argument(help="Recorded cases, one JSON object a line.")],
    kind: Annotated[list[str] | None, typer.Option(help="Only cases of this kind; repeatable.")] = None,
    tag: Annotated[list[str] | None, typer.Option(help="Only cases with this tag; repeatable.")] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Write each case's level here.", metavar="OUT")
    ] = None,
    as_markdown: Annotated[
        bool, typer.Option("--markdown", help="Print only the scores, as Markdown tables.")
    ] = False,
) -> None:
    """Play recorded cases and say how far the engine agrees with AWS, and where it differs.

    Levels of a history: L0 the same last event; L1 and the same output, or error and cause; L2 and the same
    event types; L3 and the same order and details; L4 and the same ids and previousEventIds. A `choice` is at
    L4 with the same output, at L0 with another. A `teststate`: L0 the same status, L1 and the same output, or
    error and cause; L2 and the same next state; L3 and the same members of inspectionData; L4 the same
    response. A case that agrees in nothing, crashes, is malformed or takes more than
    20 seconds is at -1.

    OUT gets `{"cases": [{"id", "kind", "tags", "level"}]}`, with every case that was played exactly once.
    Exit code 0 when the cases were played, whatever their levels; 2 when FILE cannot be read.

    Examples: `./chain engine verify cases.jsonl`,
    `./chain engine verify cases.jsonl --kind history-task --tag retry --json levels.json`
    """
    try:
        cases = [case for case in load_cases(file) if _wanted(case, kind or (), tag or ())]
    except CasesUnreadableError as problem:
        sys.stderr.write(f"chain: {problem}\n")
        raise typer.Exit(_UNREADABLE) from problem
    if not cases:
        sys.stderr.write(f"chain: no case of {file} is of this kind or has this tag\n")
    results = [verify(case) for case in _shown_progress(cases)]
    if json_file is not None:
        _write(json_file, results)
    if as_markdown:
        sys.stdout.write(f"{markdown(results)}\n")
    else:
        _report(results)


def _wanted(case: Case, kinds: Sequence[str], tags: Sequence[str]) -> bool:
    return (not kinds or case.kind in kinds) and (not tags or not set(tags).isdisjoint(case.tags))


def _shown_progress(cases: Sequence[Case]) -> Iterable[Case]:
    """A bar on a terminal, nothing elsewhere."""
    console = Console(stderr=True)
    return track(cases, "playing", console=console, transient=True, disable=not console.is_terminal)


def _write(file: Path, results: Sequence[Result]) -> None:
    levels = [
        {
            "id": result.case.id,
            "kind": result.case.kind,
            "tags": list(result.case.tags),
            "level": result.verdict.level,
        }
        for result in results
    ]
    try:
        file.write_text(json.dumps({"cases": levels}, indent=1) + "\n", encoding="utf-8")
    except OSError as problem:
        raise UsageError(f"{file} cannot be written: {problem.strerror}") from problem


def _report(results: Sequence[Result]) -> None:
    console = Console(highlight=False, soft_wrap=True)
    for result in results:
        if result.verdict.level < HIGHEST:
            _tell_difference(console, result)
    console.print(_table("kind", [*by_kind(results), in_all(results)]))
    console.print(_table("tag", by_tag(results)))


def _tell_difference(console: Console, result: Result) -> None:
    case, verdict = result.case, result.verdict
    console.print(f"[bold]{escape(case.id)}[/bold] {escape(case.kind)} L{verdict.level}")
    for line in verdict.difference.splitlines():
        console.print(f"  {escape(line)}", style=_STYLES.get(line[:1], ""))
    console.print()


def _table(subject: str, scores: Sequence[Score]) -> Table:
    """How many reach each level, and the shares of the two highest."""
    shares = LEVELS[-2:]
    table = Table(
        Column(subject, no_wrap=True), "cases", *map(_named, LEVELS), *(f"{_named(n)} %" for n in shares)
    )
    for column in table.columns[1:]:
        column.justify = "right"
    for score in scores:
        counts = (str(count) for count in score.reached)
        table.add_row(score.name, str(score.cases), *counts, *(f"{score.share(n):.1%}" for n in shares))
    return table


def _named(level: int) -> str:
    return f"L{level}"


_STYLES = {"-": "red", "+": "green"}
