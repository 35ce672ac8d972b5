module "platform" {
  source = "../../modules/platform"

  providers = {
    aws        = aws
    aws.copies = aws.copies
  }

  environment    = "dev"
  release        = var.release
  cidr           = "10.40.0.0/16"
  taken_cidrs    = ["10.41.0.0/16", "10.42.0.0/16"]
  zones          = ["us-east-1a", "us-east-1b", "us-east-1c"]
  database       = { capacity = { min = 0.5, max = 4 }, readers = 0, backup_days = 7 }
  retention_days = 365
  audit_days     = 90
  protect_data   = true
  throttling     = { rate = 50, burst = 100 }
  canary         = "AllAtOnce"
  budget         = 700
  domain         = { name = "api.${var.domain}", certificate_arn = var.certificate_arn }
  callback_urls  = ["https://console.${var.domain}/signed-in"]
  console        = var.console_certificate_arn == "" ? null : { host = "console.${var.domain}", certificate_arn = var.console_certificate_arn }
  sign_in_prefix = "chain-dev-${var.account_id}"
  saml_providers = var.saml_providers
  systems        = var.systems
  usage_plans    = var.usage_plans
  alarm_emails   = var.alarm_emails
  numbers        = var.numbers
  mailboxes      = var.mailboxes
}
