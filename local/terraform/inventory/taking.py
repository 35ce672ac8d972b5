"""What a platform is made of, read from its running emulator and engine: the same facts whoever made it.

Names and ARNs are compared without what only one maker adds: a bucket's account, a function's or machine's
version or alias, the ids that AWS draws.
"""

from collections.abc import Callable, Iterator

from local.provisioner.clients import Clients
from local.terraform.inventory.access import roles, sign_in
from local.terraform.inventory.events import buses, queues, rules, streams, topics
from local.terraform.inventory.functions import event_sources, functions, schedules
from local.terraform.inventory.gateway import refusals, routes
from local.terraform.inventory.observability import alarms, log_groups
from local.terraform.inventory.reading import Facts
from local.terraform.inventory.state_machines import state_machines
from local.terraform.inventory.stores import buckets, secrets, tables

Inventory = dict[str, dict[str, Facts]]


def take(clients: Clients) -> Inventory:
    """By kind (`tables`, `queues` …) and name, what each resource is."""
    return {kind: dict(sorted(read(clients))) for kind, read in KINDS.items()}


KINDS: dict[str, Callable[[Clients], Iterator[tuple[str, Facts]]]] = {
    "tables": tables,
    "buckets": buckets,
    "secrets": secrets,
    "roles": roles,
    "buses": buses,
    "rules": rules,
    "topics": topics,
    "queues": queues,
    "streams": streams,
    "functions": functions,
    "event sources": event_sources,
    "schedules": schedules,
    "state machines": state_machines,
    "alarms": alarms,
    "routes": routes,
    "refusals": refusals,
    "sign-in": sign_in,
    "log groups": log_groups,
}
