"""Kinesis streams, and what carries their records to functions.

The emulator takes a mapping's limits, but halves no batch and counts no tries: what fails comes again, whole.
"""

from typing import Any

from local.declaration.model import StreamMapping
from local.provisioner.functions import PARTIAL_FAILURES, ensure_mapping
from local.provisioner.site import Site


def ensure_streams(site: Site) -> None:
    kinesis = site.clients.of("kinesis")
    existing = set(kinesis.list_streams()["StreamNames"])
    for name, stream in site.declaration.streams.items():
        if site.name(name) not in existing:
            kinesis.create_stream(StreamName=site.name(name), StreamModeDetails={"StreamMode": "ON_DEMAND"})
        summary = kinesis.describe_stream_summary(StreamName=site.name(name))["StreamDescriptionSummary"]
        if summary["RetentionPeriodHours"] < stream.retention:
            kinesis.increase_stream_retention_period(
                StreamName=site.name(name), RetentionPeriodHours=stream.retention
            )


def ensure_stream_mappings(site: Site) -> None:
    """Stream → function."""
    functions = site.clients.of("lambda")
    for name, mapping in site.declaration.stream_mappings.items():
        function, stream = site.name(mapping.function), site.arns.of("stream", mapping.stream)
        wanted = _wanted(site, name, mapping)
        ensure_mapping(functions, function, stream, wanted, StartingPosition=mapping.start)


def _wanted(site: Site, name: str, mapping: StreamMapping) -> dict[str, Any]:
    return {
        "BatchSize": mapping.batch_size,
        "BisectBatchOnFunctionError": True,
        "MaximumRetryAttempts": mapping.retries,
        "MaximumRecordAgeInSeconds": mapping.longest_age,
        "DestinationConfig": {"OnFailure": {"Destination": site.arns.of("dead_letters", name)}},
        "FunctionResponseTypes": PARTIAL_FAILURES,
    }
