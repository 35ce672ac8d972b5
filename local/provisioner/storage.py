"""Tables, buckets and secrets."""

import json
from secrets import token_urlsafe

from botocore.exceptions import ClientError

from local.declaration.model import Secret, Table
from local.declaration.reference import Reference
from local.provisioner.clients import Client, is_error
from local.provisioner.site import Site


def ensure_tables(site: Site) -> None:
    """Creates missing tables; expiry and recovery are set as declared."""
    dynamodb = site.clients.of("dynamodb")
    existing = set(dynamodb.list_tables()["TableNames"])
    for name, table in site.declaration.tables.items():
        if site.name(name) not in existing:
            _create_table(dynamodb, site, site.name(name), table)
        _ensure_expiry(dynamodb, site.name(name), table)
        _ensure_recovery(dynamodb, site.name(name), table)


def _create_table(dynamodb: Client, site: Site, name: str, table: Table) -> None:
    keys = [(table.partition_key, "HASH"), *([(table.sort_key, "RANGE")] if table.sort_key else [])]
    dynamodb.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[
            {"AttributeName": attribute.name, "AttributeType": attribute.type} for attribute, _ in keys
        ],
        KeySchema=[{"AttributeName": attribute.name, "KeyType": kind} for attribute, kind in keys],
        Tags=[{"Key": key, "Value": value} for key, value in site.tags().items()],
    )


def _ensure_expiry(dynamodb: Client, name: str, table: Table) -> None:
    found = dynamodb.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    if table.ttl and found.get("AttributeName") != table.ttl:
        dynamodb.update_time_to_live(
            TableName=name, TimeToLiveSpecification={"AttributeName": table.ttl, "Enabled": True}
        )


def _ensure_recovery(dynamodb: Client, name: str, table: Table) -> None:
    found = dynamodb.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
    status = found.get("PointInTimeRecoveryDescription", {}).get("PointInTimeRecoveryStatus")
    if (status == "ENABLED") != table.point_in_time_recovery:
        dynamodb.update_continuous_backups(
            TableName=name,
            PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": table.point_in_time_recovery},
        )


def ensure_buckets(site: Site) -> None:
    s3 = site.clients.of("s3")
    existing = {bucket["Name"] for bucket in s3.list_buckets()["Buckets"]}
    for name, bucket in site.declaration.buckets.items():
        if site.name(name) not in existing:
            s3.create_bucket(Bucket=site.name(name))
        wanted = "Enabled" if bucket.versioning else "Suspended"
        if s3.get_bucket_versioning(Bucket=site.name(name)).get("Status", "Suspended") != wanted:
            s3.put_bucket_versioning(Bucket=site.name(name), VersioningConfiguration={"Status": wanted})


def ensure_secrets(site: Site) -> None:
    """Creates each secret, or puts a new version when a value changed."""
    for secret in site.declaration.secrets.values():
        _ensure_secret(site.clients.of("secretsmanager"), site, secret)


def _ensure_secret(secrets: Client, site: Site, secret: Secret) -> None:
    found = _found(secrets, secret.id)
    wanted = {
        field: _kept_or_new(reference, (found or {}).get(field)) or site.value(reference)
        for field, reference in secret.fields.items()
    }
    if found is None:
        _create_or_fill(secrets, secret.id, json.dumps(wanted))
    elif found != wanted:
        secrets.put_secret_value(SecretId=secret.id, SecretString=json.dumps(wanted))


def _create_or_fill(secrets: Client, secret_id: str, value: str) -> None:
    """Terraform makes secrets without a value."""
    try:
        secrets.create_secret(Name=secret_id, SecretString=value)
    except ClientError as error:
        if not is_error(error, "ResourceExistsException"):
            raise
        secrets.put_secret_value(SecretId=secret_id, SecretString=value)


def _found(secrets: Client, secret_id: str) -> dict[str, str] | None:
    try:
        held = secrets.get_secret_value(SecretId=secret_id).get("SecretString")
    except ClientError as error:
        if not is_error(error, "ResourceNotFoundException"):
            raise
        return None
    # the emulator answers for a secret without a value, where AWS refuses
    return None if held is None else dict(json.loads(held))


def _kept_or_new(reference: Reference, found: str | None) -> str | None:
    """A generated value is made once; None for all other references."""
    if reference.generated is None:
        return None
    return found or token_urlsafe(reference.generated)
