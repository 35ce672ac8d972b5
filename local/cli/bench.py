"""`bench`: measures, each beside what it is compared with, in the same run."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from local.bench import cold_starts, engine, history, import_places, map_runs, waiting
from local.bench.contest import ALONE, SIDE_BY_SIDE
from local.bench.peers import installing
from local.bench.server import default_folder
from local.bench.verdicts import PLACES
from local.bootstrap.layout import home
from local.postgres.throw_away import throw_away_server

app = typer.Typer(no_args_is_help=True, help="Measure, each beside what it is compared with.")
_WORDS = {True: "[green]pass[/green]", False: "[red]fail[/red]", None: "-"}


Folder = Annotated[
    Path | None,
    typer.Option(help="PostgreSQL's data, by default on a disk; /dev/shm leaves the disk out."),
]


@app.command("cold-starts")
def bench_cold_starts(
    rounds: Annotated[int, typer.Option(min=1, help="How often each function is imported.")] = 10,
    release: Annotated[
        Path | None, typer.Option(help="Import from what `./chain package` built there for this machine.")
    ] = None,
) -> None:
    """Import every declared function in a new interpreter, the floor beside it, and print the ratios.

    Exit code 1 when one is over its limit. Example: `./chain bench cold-starts --rounds 20`
    """
    functions = cold_starts.declared_functions()
    console = Console(highlight=False)
    with TemporaryDirectory(prefix="chain-cold-starts-") as folder:
        times = cold_starts.Times(import_places.unpacked(release, Path(folder)) if release else {})
        for _ in track(range(rounds), "importing", console=console, transient=True):
            times.take(functions)
    ratios = times.ratios()
    table = Table("service", "function", "kind", "CPU ms", "over the floor", "limit", "")
    for function in functions:
        ratio = ratios[function.module]
        mark = "[green]✓[/green]" if ratio <= function.limit else "[red]✗[/red]"
        milliseconds = f"{1000 * min(times.modules[function.module]):.0f}"
        kept = (function.service, function.name, function.kind, milliseconds)
        table.add_row(*kept, f"{ratio:.2f}", f"{function.limit:.1f}", mark)
    console.print(table)
    floor = min(map(min, times.floors.values()))
    console.print(f"floor {1000 * floor:.0f} ms: Powertools' Logger, pydantic, pg8000")
    if any(ratios[function.module] > function.limit for function in functions):
        raise typer.Exit(1)


@app.command("map-run")
def bench_map_run(
    items: Annotated[int, typer.Option(min=1, max=30_000, help="How many children.")] = 10_000,
    max_concurrency: Annotated[int, typer.Option(min=0, help="0 is the service's limit.")] = 0,
) -> None:
    """Run distributed Maps of many children on a throw-away Postgres, which does not wait for the disk.

    Example: `./chain bench map-run --items 10000`
    """
    console = Console(highlight=False)
    table = Table("children", "kind", "children/s", "commits a child", "memory MB")
    with throw_away_server(home()) as server, console.status("running map runs"):
        for measured in map_runs.measure(server.create_database(), items, max_concurrency):
            table.add_row(
                measured.children.name,
                measured.children.kind,
                f"{measured.a_second:.0f}",
                f"{measured.commits_a_child:.2f}",
                f"+{measured.grown_megabytes:.0f}",
            )
    console.print(table)


@app.command("engine")
def bench_engine(
    peers: Annotated[str, typer.Option(help="Of dbos, absurd, moto and ministack; comma-separated.")] = "",
    rounds: Annotated[int, typer.Option(min=1, help="Each contestant's batches; the median counts.")] = 5,
    runs: Annotated[int, typer.Option(min=1, help="Most runs in a batch, for each run at once.")] = 200,
    folder: Annotated[
        Path | None,
        typer.Option(help="PostgreSQL's data, by default on a disk; /dev/shm leaves the disk out."),
    ] = None,
    out: Annotated[Path | None, typer.Option("--json", help="Also write the figures to this file.")] = None,
) -> None:
    """Run ten-step workflows on the engine, the bare driver and peers in turns, and print the ratios.

    Each step is one small write to PostgreSQL. Peers are installed from hash-locked files into environments
    of their own. Exit code 1 when a target is missed.

    Example: `./chain bench engine --peers dbos,absurd,moto,ministack --json figures.json`
    """
    console = Console(highlight=False)
    place = folder or default_folder()
    plan = engine.Plan(_known_peers(peers), rounds, runs, place)
    with console.status("starting") as status:

        def tell(line: str) -> None:
            status.update(line)
            if line.startswith("skipped"):
                console.print(line)

        result = engine.measure(plan, home(), tell)
    console.print(_figures(result))
    console.print(
        f"PostgreSQL's data in {place}: making 8 KB durable takes {result.sync_milliseconds:.3f} ms"
    )
    console.print(_verdicts(result))
    if out:
        out.write_text(json.dumps(result.as_json(), indent=1) + "\n")
    if any(verdict.is_met is False for verdict in result.verdicts):
        raise typer.Exit(1)


def _known_peers(text: str) -> list[str]:
    peers = [name for name in text.split(",") if name]
    unknown = set(peers) - set(installing.NAMES)
    if unknown:
        raise typer.BadParameter(f"no peer {min(unknown)}; there are {', '.join(installing.NAMES)}")
    return peers


def _figures(result: engine.Result) -> Table:
    table = Table("", "", "runs/s", "step p50 ms", "p99 ms", "commits a run", "MB")
    for one in result.contestants:
        for at_once in (ALONE, SIDE_BY_SIDE):
            measured = one.measured[at_once]
            table.add_row(
                one.contestant.name if at_once == ALONE else "",
                PLACES[at_once],
                f"{measured.rate:.1f}",
                f"{measured.step_milliseconds(0.5):.2f}",
                f"{measured.step_milliseconds(0.99):.2f}",
                f"{measured.commits_a_run:.1f}",
                f"{one.megabytes:.0f}" if at_once == ALONE else "",
            )
    return table


def _verdicts(result: engine.Result) -> Table:
    table = Table("to reach", "found", "")
    for verdict in result.verdicts:
        table.add_row(verdict.target, verdict.found, _WORDS[verdict.is_met])
    return table


@app.command("waiting")
def bench_waiting(
    runs: Annotated[int, typer.Option(min=1000, help="How many runs wait for a task token.")] = 100_000,
    folder: Annotated[
        Path | None,
        typer.Option(help="PostgreSQL's data, by default on a disk; /dev/shm leaves the disk out."),
    ] = None,
) -> None:
    """Let many runs wait, and print the engine's memory for each and how late a timer among them fires.

    Exit code 1 when a run costs 1 KB or more. Example: `./chain bench waiting --runs 100000`
    """
    console = Console(highlight=False)
    with console.status("starting") as status:
        found = waiting.measure(runs, folder or default_folder(), status.update)
    table = Table("the engine has", "runs", "in s", "engine MB", "bytes a run", "timer late ms", "")
    for each in found:
        is_met = each.bytes_a_run < waiting.LIMIT_BYTES
        figures = (f"{each.seconds:.1f}", f"{each.megabytes:.0f}", f"{each.bytes_a_run:.0f}")
        table.add_row(each.form, f"{each.runs}", *figures, f"{each.late_milliseconds:.0f}", _WORDS[is_met])
    console.print(table)
    if any(each.bytes_a_run >= waiting.LIMIT_BYTES for each in found):
        raise typer.Exit(1)


@app.command("history")
def bench_history(
    folder: Annotated[
        Path | None,
        typer.Option(help="PostgreSQL's data, by default on a disk; /dev/shm leaves the disk out."),
    ] = None,
) -> None:
    """Drive one run to 20,000 events, and print what a step costs on the way.

    Exit code 1 when a later step makes more calls or statements. Example: `./chain bench history`
    """
    costs = history.measure(folder or default_folder())
    table = Table("events so far", "Python calls a step", "statements a step", "µs a step")
    for cost in costs:
        table.add_row(f"{cost.events}", f"{cost.calls}", f"{cost.statements}", f"{cost.microseconds:.0f}")
    Console(highlight=False).print(table)
    if len({(cost.calls, cost.statements) for cost in costs}) > 1:
        raise typer.Exit(1)
