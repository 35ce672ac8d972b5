"""A small service in a repository of its own: all that a declaration can hold, in a few lines of code."""

import json
from pathlib import Path

import yaml

DECLARATION = """
service: sample
buses: [sample]
environment:
  POWERTOOLS_SERVICE_NAME: {value: sample}
  NOTES_TABLE: {table: notes}
  STATE_MACHINE_ARN: {state_machine: greeting}
  PUBLIC_BASE_URL: {platform: public_base_url}
functions:
  greet:
    kind: task
    handler: lambdas.sample.functions.greet
    memory: 128
    timeout: 5
    permissions:
      - {actions: [events:PutEvents], resource: {bus: sample}, source: chain.sample}
  api:
    kind: api
    handler: lambdas.sample.functions.api
    memory: 128
    timeout: 29
    permissions:
      - {actions: [dynamodb:GetItem], resource: {table: notes}}
  note:
    kind: consumer
    handler: lambdas.sample.functions.note
    memory: 128
    timeout: 5
    permissions:
      - {actions: [dynamodb:PutItem], resource: {table: notes}}
      - {actions: [s3:PutObject], resource: {bucket: papers}}
      - {actions: [sqs:SendMessage], resource: {dead_letters: notes_wanted}}
      - {actions: [secretsmanager:GetSecretValue], resource: {secret: database}}
  place:
    kind: consumer
    handler: lambdas.sample.functions.place
    memory: 128
    timeout: 5
    permissions:
      - {actions: [dynamodb:PutItem], resource: {table: notes}}
      - {actions: [kinesis:DescribeStreamSummary, kinesis:ListShards], resource: {stream: positions}}
      - {actions: [kinesis:GetRecords, kinesis:GetShardIterator], resource: {stream: positions}}
      - {actions: [sqs:SendMessage], resource: {dead_letters: read_positions}}
  tick:
    kind: scheduled
    handler: lambdas.sample.functions.tick
    memory: 128
    timeout: 5
    permissions: []
  claims:
    kind: trigger
    handler: lambdas.sample.functions.claims
    memory: 128
    timeout: 5
    permissions: []
triggers: {pre_token_generation: claims}
routes:
  - {path: /v1/health, method: GET, function: api, authorizer: none}
  - {path: "/{proxy+}", method: ANY, function: api, authorizer: cognito}
subscriptions:
  notes_wanted:
    bus: sample
    pattern: {source: [chain.sample], detail_type: [NoteWanted]}
    queue: {visibility: 30, dead_letters: {max_receive: 3}}
    function: note
    batch_size: 10
streams:
  positions: {retention: 48}
stream_mappings:
  read_positions: {stream: positions, function: place, batch_size: 5, retries: 2, longest_age: 60}
schedules:
  tick: {expression: rate(1 hour), function: tick}
tables:
  notes:
    partition_key: {name: id, type: S}
    ttl: expires
    point_in_time_recovery: true
buckets:
  papers: {versioning: true}
secrets:
  database:
    id: chain/sample/database
    fields:
      url: {platform: database_url}
      key: {generated: 32}
state_machines:
  greeting:
    definition: greeting.asl.json
    placeholders:
      greet_arn: {function: greet}
    permissions:
      - {actions: [lambda:InvokeFunction], resource: {function: greet}}
alarms:
  errors:
    every: function
    metric: Errors
    statistic: Sum
    period: 60
    evaluation_periods: 1
    threshold: 1
    description: read the log
  dead:
    every: dead_letters
    metric: ApproximateNumberOfMessagesVisible
    statistic: Maximum
    period: 60
    evaluation_periods: 1
    threshold: 1
    description: redrive
"""

FUNCTIONS = """
import json, os

def greet(event, context):
    return {"greeting": f"hello {event['name']}"}

def api(event, context):
    claims = (event["requestContext"].get("authorizer") or {}).get("claims", {})
    body = {"path": event["path"], "claims": claims, "base": os.environ["PUBLIC_BASE_URL"]}
    print("answering")
    return {"statusCode": 200, "body": json.dumps(body)}

def note(event, context):
    import botocore.session  # the emulator's own: this service has no layer
    table = botocore.session.get_session().create_client("dynamodb")
    for record in event["Records"]:
        detail = json.loads(record["body"])["detail"]
        table.put_item(TableName=os.environ["NOTES_TABLE"], Item={"id": {"S": detail["id"]}})
    return {"batchItemFailures": []}

def place(event, context):
    import base64, botocore.session
    table = botocore.session.get_session().create_client("dynamodb")
    for record in event["Records"]:
        item = {"id": {"S": base64.b64decode(record["kinesis"]["data"]).decode()}}
        table.put_item(TableName=os.environ["NOTES_TABLE"], Item=item)
    return {"batchItemFailures": []}

def claims(event, context):
    added = {"claimsToAddOrOverride": {"said_by": event["userName"]}}
    details = {"idTokenGeneration": added, "accessTokenGeneration": added}
    return {**event, "response": {"claimsAndScopeOverrideDetails": details}}

def tick(event, context):
    return None
"""

MACHINE = {
    "StartAt": "GREET",
    "States": {"GREET": {"Type": "Task", "Resource": "${greet_arn}", "TimeoutSeconds": 5, "End": True}},
}


def write_sample(root: Path) -> Path:
    """Writes the repository of the sample service under `root`."""
    _write(root / "lambdas" / "sample" / "service.yaml", DECLARATION)
    _write(root / "lambdas" / "sample" / "functions.py", FUNCTIONS)
    for package in ("lambdas", "lambdas/shared", "lambdas/sample", "schemas"):
        _write(root / package / "__init__.py", "")
    _write(root / "requirements" / "runtime.txt", "")
    _write(root / "greeting.asl.json", json.dumps(MACHINE))
    return root


def change_declaration(root: Path, *path: str | int, to: object) -> None:
    """Sets one value of the sample's declaration."""
    file = root / "lambdas" / "sample" / "service.yaml"
    declaration = yaml.safe_load(file.read_text())
    place = declaration
    for part in path[:-1]:
        place = place[part]
    place[path[-1]] = to
    file.write_text(yaml.safe_dump(declaration))


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
