"""`python -m local.supervisor --home HOME [--report-to DESCRIPTOR]`: the platform until SIGTERM or SIGINT."""

import argparse
import os
import signal
import sys
from pathlib import Path
from types import FrameType

import psycopg

from local.packaging import LayerError
from local.packaging.release import PackagingError
from local.postgres.account import AccountMissingError
from local.postgres.binaries import PostgresMissingError
from local.postgres.cluster import ClusterError
from local.supervisor.parts import Place
from local.supervisor.ports import PortTakenError
from local.supervisor.programs import PartFailedError
from local.supervisor.provisioning import MadeOtherwiseError, chosen_maker
from local.supervisor.report import Report, Reporter
from local.supervisor.supervisor import AlreadyRunningError, Supervisor, holding, new_run
from local.terraform.command import TerraformFailedError, TerraformMissingError

EXPECTED = (
    AccountMissingError,
    AlreadyRunningError,
    ClusterError,
    LayerError,
    MadeOtherwiseError,
    PackagingError,
    PartFailedError,
    PortTakenError,
    PostgresMissingError,
    TerraformFailedError,
    TerraformMissingError,
    psycopg.OperationalError,
)


class StopRequestedError(BaseException):
    """A signal asked us to end."""


def main() -> int:
    """0 after an orderly stop, 1 when a part failed; the reason goes to whoever started us."""
    parser = argparse.ArgumentParser(prog="python -m local.supervisor", description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--report-to", type=int)
    options = parser.parse_args()
    reporter = Reporter(options.report_to)
    _stop_once_on_signals()
    try:
        with holding(options.home):
            place = Place(options.home, new_run())
            maker = chosen_maker(options.home)
            Supervisor(place, reporter, os.environ.get("DATABASE_URL"), maker).run()
    except StopRequestedError:
        return 0
    except Exception as failure:
        reporter.tell(Report("failed", done=True, failure=_in_words(failure)))
        if not isinstance(failure, EXPECTED):
            raise
        return 1
    return 0


def _in_words(failure: Exception) -> str:
    words = str(failure).strip()
    return words if isinstance(failure, EXPECTED) else f"{type(failure).__name__}: {words}"


def _stop_once_on_signals() -> None:
    """The first signal asks for the end; later ones do not disturb it."""

    def ask(_signal: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        raise StopRequestedError

    signal.signal(signal.SIGTERM, ask)
    signal.signal(signal.SIGINT, ask)


if __name__ == "__main__":
    sys.exit(main())
