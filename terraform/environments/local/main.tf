# One machine, by the modules of every environment. What the emulator cannot make, or nothing here could use, is in
# README.md; a function outside of a VPC is the same function.

locals {
  root     = "${path.module}/../../.."
  services = toset([for file in fileset("${local.root}/lambdas", "*/service.yaml") : dirname(file)])
  # an API's id is its tag, so that its functions can be told its URL before it is made
  api_urls = { for service in local.services : service => "${var.endpoints.aws}/restapis/${service}/live/_user_request_" if can(yamldecode(file("${local.root}/lambdas/${service}/service.yaml")).routes) }
  manifest = jsondecode(file("${var.release}/manifest.json"))
}

module "encryption" {
  source = "../../modules/encryption"
}

resource "aws_lambda_layer_version" "this" {
  layer_name               = "chain"
  description              = "dependencies of every service's functions"
  filename                 = "${var.release}/${local.manifest.layer.file}"
  source_code_hash         = filebase64sha256("${var.release}/${local.manifest.layer.file}")
  compatible_runtimes      = [local.manifest.runtime]
  compatible_architectures = [local.manifest.architecture]
}

# Uploaded once: from this machine the provider uploads for one function after another, which takes minutes.
resource "aws_s3_bucket" "releases" {
  bucket        = "chain-releases-${var.account_id}"
  force_destroy = true
}

resource "aws_s3_object" "release" {
  for_each = local.services

  bucket = aws_s3_bucket.releases.bucket
  key    = "${local.manifest.services[each.key].sha256}.zip"
  source = "${var.release}/${local.manifest.services[each.key].file}"
}

module "service" {
  source   = "../../modules/service"
  for_each = local.services

  boundary_arn   = null
  declaration    = "${local.root}/lambdas/${each.key}/service.yaml"
  release        = var.release
  archive        = { bucket = aws_s3_bucket.releases.bucket, key = aws_s3_object.release[each.key].key }
  emulated       = true
  layer_arn      = aws_lambda_layer_version.this.arn
  buses          = { chain = module.bus.arn }
  database       = { url = var.database_url }
  keys           = module.encryption.keys
  retention_days = 7
  protect_data   = false

  platform = {
    fmcsa_base_url  = var.endpoints.fmcsa
    public_base_url = lookup(local.api_urls, each.key, "")
    sentry_dsn      = ""
    sms_origin      = var.origins.sms
    email_origin    = var.origins.email
  }

  # the stand-in of phones and mailboxes knows no number by its ARN
  origins = {
    sms   = ["arn:aws:sms-voice:us-east-1:${var.account_id}:phone-number/*"]
    email = ["arn:aws:ses:us-east-1:${var.account_id}:identity/*"]
  }

  environment = {
    AWS_ENDPOINT_URL                       = var.endpoints.aws
    AWS_ENDPOINT_URL_SFN                   = var.endpoints.states
    AWS_ENDPOINT_URL_LAMBDA                = var.endpoints.functions
    AWS_ENDPOINT_URL_PINPOINT_SMS_VOICE_V2 = var.endpoints.phones
    AWS_ENDPOINT_URL_SESV2                 = var.endpoints.phones
  }
}

module "bus" {
  source = "../../modules/bus"

  key_arn = module.encryption.keys.operations
  sources = merge([for service in module.service : service.sources]...)
}

module "workflow" {
  source   = "../../modules/workflow"
  for_each = merge([for service in module.service : service.state_machines]...)

  boundary_arn   = null
  name           = each.key
  definition     = "${local.root}/${each.value.definition}"
  placeholders   = each.value.placeholders
  permissions    = each.value.permissions
  key_arn        = module.encryption.keys.operations
  retention_days = 7
}

module "identity" {
  source = "../../modules/identity"

  callback_urls     = ["http://localhost/signed-in"]
  second_factor     = false
  threat_protection = false
  password_sign_in  = true
  token_hours       = 12
  protect_data      = false

  claims_function = module.service["identity"].triggers.pre_token_generation
}

module "api" {
  source   = "../../modules/api"
  for_each = toset(keys(local.api_urls))

  service        = each.key
  tags           = { ms-custom-id = each.key }
  routes         = module.service[each.key].routes
  user_pool_arn  = module.identity.user_pool_arn
  key_arn        = module.encryption.keys.operations
  retention_days = 7
}
