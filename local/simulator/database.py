"""The functions' database: real Postgres; each statement is a place where a fault may strike."""

import re
from collections.abc import Callable, Mapping

from lambdas.shared.postgres import Database
from lambdas.shared.postgres_connection import Connection, Row
from lambdas.shared.statements import Statement, parse_statement
from local.simulator.faults.striking import Outward, Strikes
from local.simulator.place import Place

POSITION = re.compile(r"\$(\d+)")
Wrote = Callable[[str, Mapping[str, object], list[Row]], None]
Mutations = Mapping[str, tuple[tuple[str, str], ...]]


class MutationError(Exception):
    """A planted bug that changes nothing: the statement does not hold the text any more."""


class WorldDatabase(Database):
    """`wrote` hears of each statement that changed something, `about_to_write` of one that is to.

    `mutations` plants bugs: for a statement's name, texts to replace in it.
    """

    def __init__(self, place: Place, strikes: Strikes, wrote: Wrote, mutations: Mutations) -> None:
        super().__init__(lambda: place.url)
        self._place = place
        self._strikes = strikes
        self._wrote = wrote
        self._mutations = mutations
        self._mutated: dict[str, Statement] = {}
        self.about_to_write: Callable[[str, Mapping[str, object]], None] = lambda *_: None

    def execute(self, statement: Statement, parameters: Mapping[str, object]) -> list[Row]:
        is_read = statement.name.startswith("read_")
        chosen = self._mutant(statement) if statement.name in self._mutations else statement

        def perform() -> list[Row]:
            rows = super(WorldDatabase, self).execute(chosen, parameters)
            if not is_read:
                self._wrote(statement.name, parameters, rows)
            return rows

        if not is_read:
            self.about_to_write(statement.name, parameters)
        return self._strikes.outward(Outward.READ if is_read else Outward.WRITE, statement.name, perform)

    def _connected(self) -> Connection:
        """The place's one connection, which outlives the world and keeps its prepared statements."""
        return self._place.connection

    def close(self) -> None:
        """An answer was not read to its end: the next statement needs another connection."""
        self._place.reconnect()

    def _mutant(self, statement: Statement) -> Statement:
        found = self._mutated.get(statement.name)
        if found is None:
            found = mutated(statement, self._mutations[statement.name])
            self._mutated[statement.name] = found
        return found


def mutated(statement: Statement, replacements: tuple[tuple[str, str], ...]) -> Statement:
    """The statement with texts of its file replaced. Raises MutationError for one that is not there."""
    text = POSITION.sub(lambda match: f":{statement.names[int(match[1]) - 1]}", statement.sql)
    for old, new in replacements:
        if old not in text:
            message = f"{statement.name} does not hold the text to replace: {old}"
            raise MutationError(message)
        text = text.replace(old, new)
    return parse_statement(statement.name, text)
