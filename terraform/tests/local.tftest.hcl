mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  endpoints = {
    aws       = "http://127.0.0.1:1"
    states    = "http://127.0.0.1:2"
    functions = "http://127.0.0.1:3"
    phones    = "http://127.0.0.1:4"
    fmcsa     = "http://127.0.0.1:5"
  }
  database_url = "postgresql://chain:a-password@127.0.0.1:6/chain"
  origins      = { sms = "+13175550100", email = "dispatch@chain.example" }
}

run "makes_one_machine_by_the_same_modules" {
  command = plan

  module {
    source = "./environments/local"
  }

  assert {
    condition     = output.platform.api_urls["booking"] == "http://127.0.0.1:1/restapis/booking/live/_user_request_"
    error_message = "functions are told another URL than the emulator's"
  }

  assert {
    condition     = toset(keys(output.platform.state_machine_arns)) == toset(["chain-booking-booking", "chain-messaging-message"])
    error_message = "a declared machine is missing"
  }
}

run "refuses_what_is_no_endpoint" {
  command = plan

  module {
    source = "./environments/local"
  }

  variables {
    endpoints = { aws = "127.0.0.1:1", states = "", functions = "", phones = "", fmcsa = "" }
  }

  expect_failures = [var.endpoints]
}
