"""The steps of a start, as they happen: a line each."""

import time
from dataclasses import dataclass, field

from rich.console import Console

from local.supervisor.report import READY, Report

LABELS = {
    "postgres": "PostgreSQL 18",
    "schema": "schema of the database",
    "emulator": "AWS's services (ministack)",
    "functions": "function host",
    "fmcsa": "FMCSA stand-in",
    "engine": "Step Functions engine",
    "provision": "declared resources",
}


@dataclass
class StartScreen:
    """Prints to stderr, so that a command's own output stays clean."""

    console: Console = field(default_factory=lambda: Console(stderr=True, highlight=False))
    began: float = field(default_factory=time.monotonic)

    def show(self, report: Report) -> None:
        if not report.done:
            return
        if report.step == READY:
            self.console.print(f"[green]ready[/green] after {report.seconds:.1f} s")
            return
        label = LABELS.get(report.step, report.step)
        self.console.print(
            f"  [green]✓[/green] {label:<28} [dim]{time.monotonic() - self.began:5.1f} s[/dim]"
        )
