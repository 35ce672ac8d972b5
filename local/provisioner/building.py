"""Builds the platform that the declarations describe; a second time it changes nothing."""

from collections.abc import Callable
from pathlib import Path

from local.bootstrap.installer import find_uv, install_uv
from local.bootstrap.layout import ROOT
from local.declaration.model import Declaration
from local.declaration.reading import read_all
from local.functions.configuration import configuration_file
from local.packaging import CodePackage, build_code, build_layer, forget_other_builds
from local.provisioner import (
    alarms,
    functions,
    messaging,
    rest_api,
    roles,
    state_machines,
    storage,
    streams,
    user_pool,
)
from local.provisioner.clients import Clients
from local.provisioner.platform import ACCOUNT, REGION, Endpoints, Platform
from local.provisioner.site import Report, Site

STEPS: dict[str, Callable[[Site], None]] = {
    "tables": storage.ensure_tables,
    "buckets": storage.ensure_buckets,
    "secrets": storage.ensure_secrets,
    "roles": roles.ensure_roles,
    "event buses": messaging.ensure_buses,
    "topics": messaging.ensure_topics,
    "queues": messaging.ensure_queues,
    "streams": streams.ensure_streams,
    "functions": functions.ensure_functions,
    "rules": messaging.ensure_rules,
    "topic subscriptions": messaging.ensure_topic_subscriptions,
    "event sources": functions.ensure_event_sources,
    "stream mappings": streams.ensure_stream_mappings,
    "schedules": functions.ensure_schedules,
    "alarms": alarms.ensure_alarms,
}


def build_all(home: Path, endpoints: Endpoints, report: Report, root: Path = ROOT) -> Platform:
    """`root`: the repository that holds the declarations, their code and the lock file."""
    declarations = read_all(root)
    clients = Clients(endpoints)
    report("dependency layer")
    layer = build_layer(root / "requirements" / "runtime.txt", home, find_uv(home) or install_uv(home))
    report("user pool")
    pool, client = user_pool.ensure_user_pool(clients)
    sites = [
        _site(declaration, endpoints, clients, layer, build_code(root, declaration.service, home))
        for declaration in declarations
    ]
    for site in sites:
        _build(site, pool, report, root)
    report("task functions")
    tasks = [function for site in sites for function in functions.host_functions(site)]
    functions.configure_host(configuration_file(home), tasks)
    for site in sites:
        forget_other_builds(site.code)
    platform = _platform(sites, pool, client)
    platform.write(home)
    return platform


def _site(
    declaration: Declaration, endpoints: Endpoints, clients: Clients, layer: Path, code: CodePackage
) -> Site:
    return Site(
        declaration=declaration,
        endpoints=endpoints,
        clients=clients,
        code=code,
        layer=layer,
        api=rest_api.ensure_rest_api(clients, declaration),
    )


def _build(site: Site, pool: str, report: Report, root: Path) -> None:
    for label, step in STEPS.items():
        report(f"{site.service}: {label}")
        step(site)
    report(f"{site.service}: state machines")
    state_machines.ensure_state_machines(site, root)
    report(f"{site.service}: routes")
    rest_api.ensure_routes(site, pool)
    report(f"{site.service}: triggers")
    user_pool.ensure_triggers(site, pool)


def _platform(sites: list[Site], pool: str, client: str) -> Platform:
    site = sites[0]
    endpoints = site.endpoints
    return Platform(
        api_url=site.api_url,
        api_urls={site.service: site.api_url for site in sites if site.declaration.routes},
        aws_endpoint=endpoints.aws,
        states_endpoint=endpoints.states,
        lambda_endpoint=endpoints.functions,
        fmcsa_url=endpoints.fmcsa,
        phones_url=endpoints.phones,
        database_url=endpoints.database,
        user_pool_id=pool,
        client_id=client,
        state_machine_arn=site.arns.of("state_machine", next(iter(site.declaration.state_machines))),
        state_machine_arns={
            name: site.arns.of("state_machine", name)
            for site in sites
            for name in site.declaration.state_machines
        },
        bus_name=site.declaration.buses[0],
        account=ACCOUNT,
        region=REGION,
    )
