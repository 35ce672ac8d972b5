"""Whether all runs of a machine have one history, and have written the same.

A run's history is its events' ids, previous ids, types and details in order. Excepted are the timestamps, and
within details what names the run: task tokens and its ARN, in the key of a refused write as well. Where lines
of control run side by side their interleaving, and so the ids, is not determined by AWS either: there the
events of each line are compared, in order. A task may be called more than once after a crash (at least once);
that never shows in the history.
"""

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import psycopg

_OWN = re.compile(r'(\\?"(?:token|run)\\?":\s*\\?"|\(run, step\)=\()[A-Za-z0-9_=:-]+')
_EVENTS = """
SELECT execution.machine_name, event.execution_id, event.id, event.previous_id, event.type, event.branch,
    event.details::text
FROM engine.events AS event
JOIN engine.executions AS execution ON execution.id = event.execution_id
ORDER BY event.execution_id, event.id
"""
_WRITES = """
SELECT execution.machine_name, coalesce(string_agg(written.step, ' ' ORDER BY written.step), '')
FROM engine.executions AS execution
LEFT JOIN writes AS written ON written.run = execution.arn
GROUP BY execution.id
"""
_AHEAD = """
SELECT coalesce(sum(together - 1), 0)
FROM (SELECT count(*) AS together FROM engine.steps GROUP BY execution_id, xmin) AS written
"""


@dataclass(frozen=True)
class Told:
    """How the runs ended, and how many different histories and writes each machine's runs have (by example).

    `ahead` are the steps that were written together with one of the same run before them.
    """

    statuses: dict[str, int]
    histories: dict[str, Counter[str]]
    writes: dict[str, Counter[str]]
    ahead: int

    @property
    def is_one_history_each(self) -> bool:
        """And what its tasks wrote is the same, each once."""
        return all(len(found) == 1 for found in (*self.histories.values(), *self.writes.values()))


def told_by(database_url: str) -> Told:
    with psycopg.connect(database_url) as connection:
        statuses = connection.execute("SELECT status, count(*) FROM engine.executions GROUP BY 1").fetchall()
        with connection.cursor("events") as cursor:
            cursor.execute(_EVENTS)
            histories = _counted(cursor)
        writes: dict[str, Counter[str]] = defaultdict(Counter)
        for machine, steps in connection.execute(_WRITES):
            writes[machine][steps] += 1
        (ahead,) = connection.execute(_AHEAD).fetchone() or (0,)
    return Told(dict(statuses), histories, dict(writes), int(ahead))


def _counted(rows: Iterable[tuple[Any, ...]]) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    current: tuple[str, int] | None = None
    events: list[tuple[Any, ...]] = []
    for machine, execution_id, *event in rows:
        if current is not None and current != (machine, execution_id):
            found[current[0]][digest(events)] += 1
            events = []
        current = (machine, execution_id)
        events.append(tuple(event))
    if current is not None:
        found[current[0]][digest(events)] += 1
    return found


def digest(events: list[tuple[Any, ...]]) -> str:
    """Of events as (id, previous id, type, branch, details as text)."""
    lines: dict[str, list[Any]] = defaultdict(list)
    has_branches = any(branch for _, _, _, branch, _ in events)
    for number, previous, kind, branch, details in events:
        place = () if has_branches else (number, previous)
        lines[branch].append((*place, kind, _OWN.sub(r"\1", details)))
    return hashlib.sha256(json.dumps(sorted(lines.items())).encode()).hexdigest()[:12]
