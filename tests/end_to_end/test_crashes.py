"""kill -9 in mid-run: the run goes on, and nothing is there twice."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from tests.end_to_end.conftest import LONGEST_SECONDS, Machine, wait_for_line

pytestmark = pytest.mark.slow
MOMENTS = ("first carrier declined", "vetted, booked", "driver named")

DUPLICATES = {
    "two bookings of one load": "select load_id from booking.bookings group by 1 having count(*) > 1",
    "an event of a run twice": """
        select load_id, detail_type from booking.outbox
         where detail_type in ('LoadPosted', 'BookingConfirmed', 'RateConfirmationSent', 'LoadConfirmed',
                               'DriverAssigned', 'LoadDispatched', 'LoadReadyToInvoice')
         group by 1, 2 having count(*) > 1
    """,
    "two rate confirmations": """
        select booking_id from booking.rate_confirmations group by 1 having count(*) > 1
    """,
    "a load that went elsewhere": """
        select load_id, status from booking.loads
         where status <> 'READY_TO_INVOICE' and workspace_id = (select max(workspace_id) from booking.loads)
    """,
}


def kill_engine(machine: Machine) -> None:
    os.kill(machine.part("engine").pid, signal.SIGKILL)


def kill_postgres(machine: Machine) -> None:
    os.kill(machine.part("postgres").pid, signal.SIGKILL)


def kill_workers(machine: Machine) -> None:
    host = machine.part("functions").pid
    for worker in Path(f"/proc/{host}/task/{host}/children").read_text().split():
        os.kill(int(worker), signal.SIGKILL)


@pytest.mark.parametrize("crash", [kill_engine, kill_workers, kill_postgres])
def test_runs_survive_crashes(running_for_all: Machine, crash: Callable[[Machine], None]) -> None:
    playing = running_for_all.start("demo", "--count", "4")
    for moment in MOMENTS:
        wait_for_line(playing, moment)
        crash(running_for_all)

    said, _ = playing.communicate(timeout=LONGEST_SECONDS)

    assert playing.returncode == 0, said
    assert duplicates(running_for_all) == {}


def duplicates(machine: Machine) -> dict[str, list[tuple[object, ...]]]:
    """What must not be in the database, with its rows."""
    with psycopg.connect(machine.chain("db").stdout.strip()) as connection:
        found = {name: connection.execute(query).fetchall() for name, query in DUPLICATES.items()}
    return {name: rows for name, rows in found.items() if rows}
