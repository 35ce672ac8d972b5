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
  account_id      = "000000000000"
  domain          = "chain.example"
  certificate_arn = "arn:aws:acm:us-east-1:000000000000:certificate/00000000-0000-0000-0000-000000000000"
  alarm_emails    = ["oncall@chain.example"]
  numbers         = { chain = { type = "TEN_DLC", registration_id = "registration-0123456789abcdef0123456789abcdef" } }
  mailboxes       = { chain = "dispatch@chain.example" }
}

run "plans_prod" {
  command = plan

  module {
    source = "./environments/prod"
  }

  providers = {
    aws        = aws
    aws.copies = aws.copies
  }

  assert {
    condition     = length(output.platform.release) > 1 && output.platform.api_urls["booking"] == "https://booking.api.chain.example"
    error_message = "the plan names no release or no address"
  }
}

run "serves_the_console_and_systems" {
  command = plan

  module {
    source = "./environments/prod"
  }

  providers = {
    aws        = aws
    aws.copies = aws.copies
  }

  variables {
    systems                 = { tms = { workspace_id = "acme", scopes = ["read", "write"] } }
    console_certificate_arn = "arn:aws:acm:us-east-1:000000000000:certificate/11111111-1111-1111-1111-111111111111"
  }

  assert {
    condition     = output.platform.console.bucket == "chain-console-000000000000"
    error_message = "there is no bucket for the console"
  }

  assert {
    condition     = keys(output.platform.system_client_ids) == ["tms"]
    error_message = "the system cannot sign in"
  }
}

run "refuses_a_strange_account" {
  command = plan

  module {
    source = "./environments/prod"
  }

  providers = {
    aws        = aws
    aws.copies = aws.copies
  }

  variables {
    account_id = "prod"
  }

  expect_failures = [var.account_id]
}
