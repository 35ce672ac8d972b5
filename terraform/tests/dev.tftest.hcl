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

run "plans_dev" {
  command = plan

  module {
    source = "./environments/dev"
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
