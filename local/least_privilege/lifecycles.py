"""What functions call in simulated lifecycles: the product's own handlers, overheard."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from lambdas.shared.statements import Statement
from local.declaration.model import Declaration
from local.least_privilege.grants import Grant
from local.least_privilege.listening import Clients, Names, Note
from local.postgres.throw_away import throw_away_server
from local.simulator.campaign import SOUND, Campaign, place_on
from local.simulator.faults.catalogue import EVERY_FAULT
from local.simulator.place import Place
from local.simulator.scenario import scenario_of
from local.simulator.setting import Setting
from local.simulator.world import World


def overheard(home: Path, declaration: Declaration, machine: str, runs: int, seed: int = 1) -> set[Grant]:
    """What the service's functions called in so many lifecycles; AssertionError when an invariant broke."""
    campaign = Campaign(machine, seed, runs, frozenset(EVERY_FAULT))
    heard: set[Grant] = set()
    with throw_away_server(home) as server, place_on(server, machine) as place:
        for setting in campaign.settings():
            heard |= _of_world(setting, place, declaration)
    return heard


def _of_world(setting: Setting, place: Place, declaration: Declaration) -> set[Grant]:
    world = World(setting, scenario_of(setting.machine), place, SOUND)
    heard: set[Grant] = set()

    def note(action: str, resource: str) -> None:
        invocation = world.fibers.invocation
        if invocation is not None:
            source = f"chain.{declaration.service}" if action == "events:PutEvents" else None
            heard.add(Grant(declaration.service, invocation.function, action, resource, source))

    _listen(world, note, Names(declaration))
    outcome = world.play()
    assert outcome.broken is None, outcome.broken
    return heard


def _listen(world: World, note: Note, names: Names) -> None:
    world.clients = Clients(world.clients, note, names)  # type: ignore[assignment]  # it has all its attributes
    world.secret = _secrets(world.secret, note, names)
    run = world.database.execute

    def execute(statement: Statement, parameters: Any) -> Any:
        """A function that asks the database has read its address."""
        note("secretsmanager:GetSecretValue", "secret/database")
        return run(statement, parameters)

    world.database.execute = execute  # type: ignore[method-assign]


def _secrets(read: Callable[[str, str], str], note: Note, names: Names) -> Callable[[str, str], str]:
    def secret(secret_id: str, field: str) -> str:
        note("secretsmanager:GetSecretValue", names.secret(secret_id))
        return read(secret_id, field)

    return secret
