mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

mock_provider "aws" {
  alias           = "copies"
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  environment    = "staging"
  cidr           = "10.41.0.0/16"
  zones          = ["us-east-1a", "us-east-1b", "us-east-1c"]
  database       = { capacity = { min = 0.5, max = 8 }, readers = 1, backup_days = 7 }
  retention_days = 90
  audit_days     = 90
  protect_data   = true
  domain         = { name = "api.chain.example", certificate_arn = "arn:aws:acm:us-east-1:000000000000:certificate/00000000-0000-0000-0000-000000000000" }
  callback_urls  = ["https://console.chain.example/signed-in"]
  sign_in_prefix = "chain-staging"
  throttling     = { rate = 200, burst = 400 }
  canary         = "Canary10Percent5Minutes"
  alarm_emails   = ["oncall@chain.example"]
  budget         = 1000
}

run "makes_every_declared_service" {
  command = plan

  module {
    source = "./modules/platform"
  }

  providers = {
    aws        = aws
    aws.copies = aws.copies
  }

  assert {
    condition     = toset(keys(module.service)) == toset([for file in fileset("../lambdas", "*/service.yaml") : dirname(file)])
    error_message = "a declared service is missing"
  }

  assert {
    condition     = alltrue([for name, workflow in module.workflow : workflow.alias_arn != ""]) && length(module.workflow) == sum([for service in module.service : length(service.state_machines)])
    error_message = "a declared machine is missing"
  }

  assert {
    condition     = alltrue([for service in module.service : length(service.alarms) >= length(service.functions) + length(service.state_machines)])
    error_message = "a function or a machine has no alarm"
  }
}

run "refuses_an_unknown_environment" {
  command = plan

  module {
    source = "./modules/platform"
  }

  providers = {
    aws        = aws
    aws.copies = aws.copies
  }

  variables {
    environment = "production"
  }

  expect_failures = [var.environment]
}

run "refuses_prod_unprotected" {
  command = plan

  module {
    source = "./modules/platform"
  }

  providers = {
    aws        = aws
    aws.copies = aws.copies
  }

  variables {
    environment  = "prod"
    protect_data = false
  }

  expect_failures = [var.protect_data]
}

run "sends_by_what_is_given_alone" {
  command = plan

  module {
    source = "./modules/platform"
  }

  providers = {
    aws        = aws
    aws.copies = aws.copies
  }

  variables {
    numbers   = { chain = { type = "SIMULATOR" } }
    mailboxes = { chain = "dispatch@chain.example" }
  }

  assert {
    condition     = output.messaging.numbers == { chain = "+13175550100" } && length(output.messaging.dns_records) > 0
    error_message = "the channels are not made"
  }

  assert {
    condition     = length(module.messaging_channels.origins.sms) == 1 && length(module.messaging_channels.origins.email) == 2
    error_message = "messaging's functions may send by nothing, or by more than was given"
  }
}
