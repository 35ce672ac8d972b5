"""Checks machines, branches and item processors: their states, names and transitions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.engine.asl.payload import JSON
from local.engine.asl.validation.fields import BRANCH, MACHINE, PROCESSOR, check_known, check_required
from local.engine.asl.validation.findings import DUPLICATE_NAME, EMPTY, INVALID_NAME, Findings
from local.engine.asl.validation.languages import check_query_language, language_of
from local.engine.asl.validation.numbers import check_range
from local.engine.asl.validation.states import check_state
from local.engine.asl.validation.transitions import check_transitions

if TYPE_CHECKING:
    from local.engine.asl.errors import Diagnostic

Fields = dict[str, JSON]
_LONGEST_NAME = 80
_LONGEST_TIMEOUT = 99_999_999


def validate(document: Fields) -> tuple[Diagnostic, ...]:
    """Return every finding; empty for a good definition."""
    findings = Findings()
    check_known(document, MACHINE, "/", findings)
    _check_machine_settings(document, findings)
    check_query_language(document, "", findings)
    _GraphCheck(findings, language_of(document)).check(document, "")
    return tuple(findings.diagnostics)


def _check_machine_settings(document: Fields, findings: Findings) -> None:
    if document.get("Version", "1.0") != "1.0":
        findings.add("Value must be '1.0'", "/Version")
    check_range(document.get("TimeoutSeconds", 1), (int, 1, _LONGEST_TIMEOUT), "/TimeoutSeconds", findings)


class _GraphCheck:
    """State names are unique in the whole machine, so one check sees all its graphs."""

    def __init__(self, findings: Findings, language: str) -> None:
        self.findings = findings
        self.language = language
        self.names: set[str] = set()

    def check(self, graph: Fields, place: str) -> None:
        findings = self.findings
        if not check_required(graph, ("States", "StartAt"), place or "/", findings):
            return
        sound = findings.expect(graph["StartAt"], str, f"{place}/StartAt")
        if not findings.expect(graph["States"], dict, f"{place}/States"):
            return
        if not graph["States"]:
            findings.add(EMPTY, f"{place}/States")
        for name, fields in graph["States"].items():
            sound &= self._state(name, fields, f"{place}/States/{name}")
        if sound:
            check_transitions(graph, place, findings)

    def _state(self, name: str, fields: JSON, place: str) -> bool:
        """Return whether its transitions can be looked at, as those of a state with other faults can."""
        if len(name) > _LONGEST_NAME or not name:
            self.findings.add(f"A state name has 1 to {_LONGEST_NAME} characters", place, INVALID_NAME)
        if name in self.names:
            self.findings.add(f"Duplicate state name: {name}", place, DUPLICATE_NAME)
        self.names.add(name)
        if not self.findings.expect(fields, dict, place):
            return False
        if check_state(fields, place, self.findings, self.language):
            self._inner_graphs(fields, place)
        return True

    def _inner_graphs(self, fields: Fields, place: str) -> None:
        for number, branch in enumerate(fields.get("Branches", ())):
            inner = f"{place}/Branches[{number}]"
            if self.findings.expect(branch, dict, inner):
                check_known(branch, BRANCH, inner, self.findings)
                self.check(branch, inner)
        for name in ("ItemProcessor", "Iterator"):
            if name in fields:
                inner = f"{place}/{name}"
                if self.findings.expect(fields[name], dict, inner):
                    check_known(fields[name], PROCESSOR, inner, self.findings)
                    self.check(fields[name], inner)
