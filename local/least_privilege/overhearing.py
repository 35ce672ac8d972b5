"""A plugin of pytest: what each declared function calls in the tests, and which test fails without it.

All tests run once, overheard. Then for each action that a function was heard to call, the tests that heard it
run again while that call is refused as IAM would, until one fails. `CHAIN_OVERHEARD` names the file of the
findings: a line of JSON for each grant.
"""

import json
import os
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from local.bootstrap.layout import ROOT
from local.declaration.model import Declaration
from local.declaration.reading import read_all
from local.least_privilege.grants import Grant
from local.least_privilege.listening import Clients, Names, denied

FILE = "CHAIN_OVERHEARD"
MOST_TRIES = 12
Handler = Callable[[Any, Any], Any]


class Overhearing:
    """Which function is at work, what the tests heard it call, and what is refused now."""

    def __init__(self) -> None:
        self._function: ContextVar[tuple[Declaration, str] | None] = ContextVar("function", default=None)
        self.test: pytest.Item | None = None
        self.without: Grant | None = None
        self.heard: dict[Grant, list[pytest.Item]] = defaultdict(list)

    def note(self, action: str, resource: str) -> None:
        """Raises ClientError for what is refused."""
        at_work = self._function.get()
        if at_work is None or self.test is None:
            return
        declaration, function = at_work
        source = f"chain.{declaration.service}" if action == "events:PutEvents" else None
        grant = Grant(declaration.service, function, action, resource, source)
        if grant == self.without:
            raise denied(action, resource)
        if self.without is None and self.test not in self.heard[grant]:
            self.heard[grant].append(self.test)

    def handler(self, declaration: Declaration, function: str, handler: Handler) -> Handler:
        """The handler, with its calls attributed to the function."""

        @wraps(handler)
        def handled(event: Any, context: Any) -> Any:
            token = self._function.set((declaration, function))
            try:
                return handler(event, context)
            finally:
                self._function.reset(token)

        return handled

    def secret(self, read: Callable[[str, str], str]) -> Callable[[str, str], str]:
        """The product's reader of secrets, overheard while a function is at work."""

        @wraps(read)
        def noted(secret_id: str, key: str) -> str:
            at_work = self._function.get()
            if at_work is not None:
                self.note("secretsmanager:GetSecretValue", Names(at_work[0]).secret(secret_id))
            return read(secret_id, key)

        return noted

    def clients(self, clients: Any) -> Any:
        """Overheard while a function is at work, and else themselves."""
        at_work = self._function.get()
        return clients if at_work is None else Clients(clients, self.note, Names(at_work[0]))


class _Loop:
    """Runs the tests, and then those that each grant's absence should break."""

    def __init__(self, overhearing: Overhearing) -> None:
        self._overhearing = overhearing

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        for number, item in enumerate(session.items):
            following = session.items[number + 1] if number + 1 < len(session.items) else item
            self._overhearing.test = item
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        lines = [
            json.dumps({**asdict(grant), "test": self._broken(grant, items)})
            for grant, items in sorted(self._overhearing.heard.items())
        ]
        Path(os.environ[FILE]).write_text("\n".join(lines) + "\n")
        return True

    def _broken(self, grant: Grant, items: list[pytest.Item]) -> str | None:
        """The first test that fails without the grant."""
        self._overhearing.without = grant
        for item in items[:MOST_TRIES]:
            self._overhearing.test = item
            if any(report.failed for report in runtestprotocol(item, log=False, nextitem=item)):
                return item.nodeid
        return None


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Before any test or its conftest.py imports a handler."""
    overhearing = Overhearing()
    _listen_to_secrets(overhearing)
    _listen_to_dependencies(overhearing)
    for declaration in read_all(ROOT):
        for name, function in declaration.functions.items():
            module, _, attribute = function.handler.rpartition(".")
            loaded = import_module(module)
            setattr(loaded, attribute, overhearing.handler(declaration, name, getattr(loaded, attribute)))
    early_config.pluginmanager.register(_Loop(overhearing), "overheard")


def _listen_to_dependencies(overhearing: Overhearing) -> None:
    from lambdas.shared import wiring  # noqa: PLC0415 - the plugin comes before the product

    current, use = wiring.current, wiring.use

    def overheard() -> Any:
        dependencies = current()
        return dependencies._replace(clients=overhearing.clients(dependencies.clients))

    wiring.current = overheard  # the product imports it from here on
    wiring.use = _database_noted(overhearing, use)  # as above


def _database_noted(overhearing: Overhearing, use: Any) -> Any:
    """Who asks the database has read its address."""

    @contextmanager
    def used(dependencies: Any) -> Iterator[Any]:
        execute = dependencies.database.execute

        def noted(statement: Any, parameters: Any) -> Any:
            overhearing.note("secretsmanager:GetSecretValue", "secret/database")
            return execute(statement, parameters)

        dependencies.database.execute = noted
        with use(dependencies) as given:
            yield given

    return used


def _listen_to_secrets(overhearing: Overhearing) -> None:
    from lambdas.shared import secrets  # noqa: PLC0415 - the plugin comes before the product

    read: Any = overhearing.secret(secrets.secret)
    secrets.secret = read  # the product imports it from here on
