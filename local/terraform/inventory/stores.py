"""Tables, buckets and secrets."""

import json
from collections.abc import Iterator

from local.provisioner.clients import Clients
from local.terraform.inventory.reading import Facts, pages, plain


def tables(clients: Clients) -> Iterator[tuple[str, Facts]]:
    dynamodb = clients.of("dynamodb")
    for name in pages(clients, "dynamodb", "list_tables", "TableNames"):
        table = dynamodb.describe_table(TableName=name)["Table"]
        backups = dynamodb.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
        expiry = dynamodb.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
        yield (
            name,
            {
                "attributes": table["AttributeDefinitions"],
                "keys": table["KeySchema"],
                "billing": table["BillingModeSummary"]["BillingMode"],
                "expires by": expiry.get("AttributeName"),
                "recovery": backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"],
            },
        )


def buckets(clients: Clients) -> Iterator[tuple[str, Facts]]:
    s3 = clients.of("s3")
    for bucket in s3.list_buckets()["Buckets"]:
        yield (
            plain(bucket["Name"]),
            {"versioning": s3.get_bucket_versioning(Bucket=bucket["Name"]).get("Status")},
        )


def secrets(clients: Clients) -> Iterator[tuple[str, Facts]]:
    manager = clients.of("secretsmanager")
    for secret in pages(clients, "secretsmanager", "list_secrets", "SecretList"):
        held = json.loads(manager.get_secret_value(SecretId=secret["Name"])["SecretString"])
        yield secret["Name"], {"fields": sorted(held)}
