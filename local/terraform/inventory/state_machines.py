"""State machines."""

from collections.abc import Iterator

from local.provisioner.clients import Clients
from local.terraform.inventory.reading import Facts, pages, plain, read_document


def state_machines(clients: Clients) -> Iterator[tuple[str, Facts]]:
    states = clients.of("stepfunctions")
    for machine in pages(clients, "stepfunctions", "list_state_machines", "stateMachines"):
        arn = machine["stateMachineArn"]
        found = states.describe_state_machine(stateMachineArn=arn)
        aliases = states.list_state_machine_aliases(stateMachineArn=arn)["stateMachineAliases"]
        yield (
            machine["name"],
            {
                "type": machine["type"],
                "definition": plain(read_document(found["definition"])),
                "role": found["roleArn"],
                "logs": found["loggingConfiguration"],
                "traces": found["tracingConfiguration"],
                "aliases": sorted(alias["stateMachineAliasArn"].rsplit(":", 1)[1] for alias in aliases),
            },
        )
