# What the declaration names, under the names and ARNs that it has on every platform (local/declaration/naming.py).

data "aws_caller_identity" "current" {}
data "aws_region" "current" {}
data "aws_partition" "current" {}

locals {
  declaration = yamldecode(file(var.declaration))
  service     = local.declaration.service
  manifest    = jsondecode(file("${var.release}/manifest.json"))
  archive     = local.manifest.services[local.service]

  functions        = local.declaration.functions
  subscriptions    = try(local.declaration.subscriptions, {})
  streams          = try(local.declaration.streams, {})
  stream_mappings  = try(local.declaration.stream_mappings, {})
  schedules        = try(local.declaration.schedules, {})
  tables           = try(local.declaration.tables, {})
  buckets          = try(local.declaration.buckets, {})
  secrets          = try(local.declaration.secrets, {})
  database_secrets = { for name, secret in local.secrets : name => secret if alltrue([for reference in values(secret.fields) : try(reference.platform, "") == "database_url"]) }
  topics           = toset(try(local.declaration.topics, []))
  state_machines   = try(local.declaration.state_machines, {})

  declared_names = toset(concat(
    keys(local.functions), keys(local.subscriptions), keys(local.streams), keys(local.stream_mappings), keys(local.schedules), keys(local.tables),
    keys(local.buckets), keys(local.state_machines), tolist(local.topics), keys(local.declaration.alarms),
  ))
  names = { for name in local.declared_names : name => "chain-${local.service}-${replace(name, "_", "-")}" }

  partition = data.aws_partition.current.partition
  account   = data.aws_caller_identity.current.account_id
  region    = data.aws_region.current.name
  arn       = { for service in ["lambda", "states", "sqs", "sns", "kinesis", "dynamodb", "events", "secretsmanager"] : service => "arn:${local.partition}:${service}:${local.region}:${local.account}" }

  # ARN of what a reference `{kind: name}` means, by "kind/name"
  arns = merge(
    { for name, _ in local.functions : "function/${name}" => "${local.arn["lambda"]}:function:${local.names[name]}" },
    { for name, _ in local.subscriptions : "queue/${name}" => "${local.arn["sqs"]}:${local.names[name]}" },
    { for name, _ in merge(local.subscriptions, local.stream_mappings) : "dead_letters/${name}" => "${local.arn["sqs"]}:${local.names[name]}-dead-letters" },
    { for name, _ in local.streams : "stream/${name}" => "${local.arn["kinesis"]}:stream/${local.names[name]}" },
    { for name in local.topics : "topic/${name}" => "${local.arn["sns"]}:${local.names[name]}" },
    { for name, _ in local.tables : "table/${name}" => "${local.arn["dynamodb"]}:table/${local.names[name]}" },
    { for name, _ in local.state_machines : "state_machine/${name}" => "${local.arn["states"]}:stateMachine:${local.names[name]}" },
    { for name, secret in local.secrets : "secret/${name}" => "${local.arn["secretsmanager"]}:secret:${secret.id}" },
    { for name, _ in local.buckets : "bucket/${name}" => "arn:${local.partition}:s3:::${local.bucket_names[name]}" },
    { for name, arn in var.buses : "bus/${name}" => arn },
  )
  # bucket names are the whole world's: the account makes ours unique
  bucket_names = { for name, _ in local.buckets : name => "${local.names[name]}-${local.account}" }

  # what a function's environment holds for a reference, by "kind/name"
  values = merge(
    { for name, secret in local.secrets : "secret/${name}" => secret.id },
    { for name, _ in local.tables : "table/${name}" => local.names[name] },
    { for name, _ in local.streams : "stream/${name}" => local.names[name] },
    { for name, _ in local.buckets : "bucket/${name}" => local.bucket_names[name] },
    { for name, _ in local.state_machines : "state_machine/${name}" => "${local.arns["state_machine/${name}"]}:live" },
    { for name, _ in var.buses : "bus/${name}" => name },
    { for name, _ in local.subscriptions : "queue/${name}" => local.arns["queue/${name}"] },
    { for name in local.topics : "topic/${name}" => local.arns["topic/${name}"] },
    { for name, value in nonsensitive(var.platform) : "platform/${name}" => value },
  )
}
