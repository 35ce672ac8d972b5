"""All commands of `./chain`, and how a failure is told: one line that says what to do."""

import sys
import traceback

import typer

from local.bootstrap.layout import home
from local.cli import (
    access,
    bench,
    dead_letters,
    demo,
    deploy,
    doctor,
    engine,
    logs,
    messaging,
    package,
    phone,
    platform,
    runs,
    simulate,
    terraform,
)
from local.cli.failures import EXPECTED

HELP = """Chain: freight brokerage as durable workflows, whole on one machine.

Start with `./chain demo`, or keep the platform running with `./chain up` and drive it with curl:

    curl -H "Authorization: $(./chain token --role member --workspace acme)" "$(./chain url)/v1/policy"
"""

app = typer.Typer(
    name="chain",
    help=HELP,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)
for commands in (platform, demo, access, runs, dead_letters, phone, logs, doctor, package, simulate):
    app.registered_commands += commands.app.registered_commands
app.add_typer(bench.app, name="bench")
app.add_typer(deploy.app, name="deploy")
app.add_typer(engine.app, name="engine")
app.add_typer(messaging.app, name="messaging")
app.add_typer(terraform.app, name="terraform")


def main() -> None:
    """Exit codes: 0 done, 1 failed (the reason on stderr), 2 wrong usage, 130 interrupted."""
    try:
        app()
    except EXPECTED as failure:
        sys.stderr.write(f"chain: {failure}\n")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.stderr.write("chain: interrupted\n")
        sys.exit(130)
    except Exception as surprise:  # noqa: BLE001 - the last place where a surprise can be told in a line
        sys.stderr.write(f"chain: {_kept(surprise)}\n")
        sys.exit(1)


def _kept(surprise: Exception) -> str:
    """The surprise in a line; where it came from is kept in a file."""
    log = home() / "log" / "cli.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("a") as out:
        traceback.print_exception(surprise, file=out)
    said = " ".join(str(surprise).split())
    return f"unexpected {type(surprise).__name__}: {said} (where: {log}); `./chain doctor` checks the machine"
