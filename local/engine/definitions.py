"""Parsed definitions by revision: it never changes, so a run keeps the definition it was started with."""

from functools import lru_cache
from uuid import UUID

from local.engine.asl.definition import Definition, parse_definition
from local.engine.asl.processors import processor_of
from local.engine.store.machines import Machines

_KEPT = 256


class UnknownRevisionError(LookupError):
    """A run names a revision that the database does not hold."""


class Definitions:
    def __init__(self, machines: Machines) -> None:
        self._machines = machines
        self.of = lru_cache(_KEPT)(self._parsed)

    def _parsed(self, revision_id: UUID, state_name: str | None = None) -> Definition:
        """The machine, or the one within its Map state of this name, which the state's children run."""
        if state_name is not None:
            return processor_of(self.of(revision_id), state_name)
        revision = self._machines.revision(revision_id)
        if revision is None:
            raise UnknownRevisionError(str(revision_id))
        return parse_definition(revision.definition)
