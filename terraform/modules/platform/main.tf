# Everything that one environment is. Environments differ in values alone; a service is added by its service.yaml.

data "aws_caller_identity" "current" {}
data "aws_region" "current" {}
data "aws_partition" "current" {}

locals {
  root     = "${path.module}/../../.."
  services = toset([for file in fileset("${local.root}/lambdas", "*/service.yaml") : dirname(file)])
  manifest = jsondecode(file("${var.release}/manifest.json"))

  # made by bootstrap, whose pipelines may make no role without it
  boundary_arn = "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:policy/chain-boundary-role"
}

module "encryption" {
  source = "../encryption"
}

module "network" {
  source = "../network"

  boundary_arn   = local.boundary_arn
  cidr           = var.cidr
  taken_cidrs    = var.taken_cidrs
  zones          = var.zones
  key_arn        = module.encryption.keys.operations
  retention_days = var.retention_days
}

module "database" {
  source = "../database"

  boundary_arn      = local.boundary_arn
  services          = [for service in local.services : service if can(yamldecode(file("${local.root}/lambdas/${service}/service.yaml")).secrets.database)]
  subnet_ids        = module.network.data_subnet_ids
  security_group_id = module.network.security_group_ids.database
  key_arn           = module.encryption.keys.records
  secrets_key_arn   = module.encryption.keys.secrets
  capacity          = var.database.capacity
  readers           = var.database.readers
  backup_days       = var.database.backup_days
  backup            = module.backup.plan
  protect_data      = var.protect_data
}

# Built once by `./chain package`; its digest goes from dev to prod.
resource "aws_lambda_layer_version" "this" {
  layer_name               = "chain"
  description              = "dependencies of every service's functions"
  filename                 = "${var.release}/${local.manifest.layer.file}"
  source_code_hash         = filebase64sha256("${var.release}/${local.manifest.layer.file}")
  compatible_runtimes      = [local.manifest.runtime]
  compatible_architectures = [local.manifest.architecture]
}

module "service" {
  source   = "../service"
  for_each = local.services

  boundary_arn    = local.boundary_arn
  declaration     = "${local.root}/lambdas/${each.key}/service.yaml"
  release         = var.release
  layer_arn       = aws_lambda_layer_version.this.arn
  buses           = { chain = module.bus.arn }
  database        = lookup(module.database.sign_ins, each.key, null)
  keys            = module.encryption.keys
  retention_days  = var.retention_days
  protect_data    = var.protect_data
  alarm_topic_arn = module.observability.topic_arn

  platform = {
    fmcsa_base_url  = var.fmcsa_base_url
    public_base_url = "https://${local.hosts[each.key]}"
    sentry_dsn      = var.sentry_dsn
    sms_origin      = module.messaging_channels.sms_origin
    email_origin    = module.messaging_channels.email_origin
  }

  origins = module.messaging_channels.origins

  network = {
    subnet_ids         = module.network.function_subnet_ids
    security_group_ids = [module.network.security_group_ids.functions]
    egress             = module.network.egress
  }
}

module "messaging_channels" {
  source = "../messaging_channels"

  numbers         = var.numbers
  mailboxes       = var.mailboxes
  topic_arns      = module.service["messaging"].topics
  alarm_topic_arn = module.observability.topic_arn
}

module "migrations" {
  source = "../migrations"

  boundary_arn    = local.boundary_arn
  release         = var.release
  layer_arn       = aws_lambda_layer_version.this.arn
  keys            = { operations = module.encryption.keys.operations, secrets = module.encryption.keys.secrets }
  retention_days  = var.retention_days
  alarm_topic_arn = module.observability.topic_arn

  network = {
    subnet_ids         = module.network.function_subnet_ids
    security_group_ids = [module.network.security_group_ids.functions]
  }

  database = {
    url              = module.database.owner.url
    user_arn         = module.database.owner.user_arn
    role_secret_arns = module.database.role_secret_arns
  }
}

# how traffic moves to a release that is published: `./chain deploy shift`
module "canary" {
  source   = "../canary"
  for_each = local.services

  boundary_arn = local.boundary_arn
  service      = each.key
  functions    = module.service[each.key].function_alarms
  speed        = var.canary
}

module "bus" {
  source = "../bus"

  key_arn = module.encryption.keys.operations
  sources = merge([for service in module.service : service.sources]...)
  schemas = { for file in fileset("${local.root}/schemas/json", "*/events/*.json") : "chain.${dirname(dirname(file))}@${trimsuffix(basename(file), ".json")}" => "${local.root}/schemas/json/${file}" }
}

module "workflow" {
  source   = "../workflow"
  for_each = merge([for service in module.service : service.state_machines]...)

  boundary_arn   = local.boundary_arn
  name           = each.key
  definition     = "${local.root}/${each.value.definition}"
  placeholders   = each.value.placeholders
  permissions    = each.value.permissions
  key_arn        = module.encryption.keys.operations
  retention_days = var.retention_days
}

module "identity" {
  source = "../identity"

  callback_urls  = var.callback_urls
  domain_prefix  = var.sign_in_prefix
  saml_providers = var.saml_providers
  systems        = var.systems
  protect_data   = var.protect_data

  claims_function = module.service["identity"].triggers.pre_token_generation
}

module "firewall" {
  source = "../firewall"

  key_arn        = module.encryption.keys.operations
  retention_days = var.retention_days
}

locals {
  hosts = { for service in local.services : service => "${service}.${var.domain.name}" }
}

module "api" {
  source   = "../api"
  for_each = toset([for service in local.services : service if length(try(yamldecode(file("${local.root}/lambdas/${service}/service.yaml")).routes, [])) > 0])

  service        = each.key
  routes         = module.service[each.key].routes
  user_pool_arn  = module.identity.user_pool_arn
  scopes         = module.identity.scopes
  usage_plans    = var.usage_plans
  key_arn        = module.encryption.keys.operations
  retention_days = var.retention_days
  throttling     = var.throttling
  web_acl_arn    = module.firewall.arn
  domain         = { name = local.hosts[each.key], certificate_arn = var.domain.certificate_arn }

  depends_on = [aws_api_gateway_account.this]
}

module "console_site" {
  source = "../console_site"
  count  = var.console == null ? 0 : 1

  host            = var.console.host
  certificate_arn = var.console.certificate_arn
  connects_to     = concat([for host in local.hosts : "https://${host}"], ["https://${var.sign_in_prefix}.auth.${data.aws_region.current.name}.amazoncognito.com"])
  key_arn         = module.encryption.keys.operations
  retention_days  = var.retention_days
}

module "observability" {
  source = "../observability"

  key_arn  = module.encryption.keys.operations
  emails   = var.alarm_emails
  apis     = { for service in keys(module.api) : service => { name = "chain-${service}-api", stage = "live" } }
  database = "chain"
  host     = local.hosts["booking"]
  budget   = var.budget
  streams  = flatten([for service in local.services : [for name, _ in try(yamldecode(file("${local.root}/lambdas/${service}/service.yaml")).streams, {}) : "chain-${service}-${replace(name, "_", "-")}"]])

  services = { for service in local.services : service => {
    functions = [for name, _ in yamldecode(file("${local.root}/lambdas/${service}/service.yaml")).functions : "chain-${service}-${replace(name, "_", "-")}"]
    queues    = flatten([for name, _ in try(yamldecode(file("${local.root}/lambdas/${service}/service.yaml")).subscriptions, {}) : ["chain-${service}-${replace(name, "_", "-")}", "chain-${service}-${replace(name, "_", "-")}-dead-letters"]])
    machines  = [for name, _ in try(yamldecode(file("${local.root}/lambdas/${service}/service.yaml")).state_machines, {}) : "arn:${data.aws_partition.current.partition}:states:${data.aws_region.current.name}:${data.aws_caller_identity.current.account_id}:stateMachine:chain-${service}-${replace(name, "_", "-")}"]
  } }
}

module "audit" {
  source = "../audit"

  boundary_arn    = local.boundary_arn
  key_arn         = module.encryption.keys.audit
  alarm_topic_arn = module.observability.topic_arn
  table_arns      = flatten([for service in module.service : values(service.tables)])
  bucket_arns     = flatten([for service in module.service : values(service.buckets)])
  retention_days  = var.audit_days
}

module "backup" {
  source = "../backup"

  providers = {
    aws        = aws
    aws.copies = aws.copies
  }

  boundary_arn  = local.boundary_arn
  key_arn       = module.encryption.keys.records
  daily_days    = var.database.backup_days
  resource_arns = concat(flatten([for service in module.service : concat(values(service.tables), values(service.buckets))]), [module.audit.bucket_arn])
}
