"""`bench`: measures, each beside what it is compared with, in the same run."""

from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from local.bench import cold_starts, map_runs
from local.bootstrap.layout import home
from local.postgres.throw_away import throw_away_server

app = typer.Typer(no_args_is_help=True, help="Measure, each beside what it is compared with.")


@app.command("cold-starts")
def bench_cold_starts(
    rounds: Annotated[int, typer.Option(min=1, help="How often each function is imported.")] = 10,
) -> None:
    """Import every declared function in a new interpreter, the floor beside it, and print the ratios.

    Exit code 1 when one is over its limit. Example: `./chain bench cold-starts --rounds 20`
    """
    functions = cold_starts.declared_functions()
    times = cold_starts.Times()
    console = Console(highlight=False)
    for _ in track(range(rounds), "importing", console=console, transient=True):
        times.take(function.module for function in functions)
    ratios = times.ratios()
    table = Table("service", "function", "kind", "CPU ms", "over the floor", "limit", "")
    for function in functions:
        ratio = ratios[function.module]
        mark = "[green]✓[/green]" if ratio <= function.limit else "[red]✗[/red]"
        milliseconds = f"{1000 * min(times.modules[function.module]):.0f}"
        kept = (function.service, function.name, function.kind, milliseconds)
        table.add_row(*kept, f"{ratio:.2f}", f"{function.limit:.1f}", mark)
    console.print(table)
    console.print(f"floor {1000 * min(times.floor):.0f} ms: Powertools' Logger, pydantic, pg8000")
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
