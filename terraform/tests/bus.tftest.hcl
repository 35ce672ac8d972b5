mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  key_arn = "arn:aws:kms:us-east-1:000000000000:key/00000000-0000-0000-0000-000000000000"
  sources = { "chain.booking" = ["arn:aws:iam::000000000000:role/chain-booking-api"] }
}

run "encrypts_and_keeps_events" {
  command = plan

  module {
    source = "./modules/bus"
  }

  assert {
    condition     = aws_cloudwatch_event_bus.this.kms_key_identifier == var.key_arn
    error_message = "the bus is not under the key"
  }

  assert {
    condition     = aws_cloudwatch_event_archive.this.retention_days == 90
    error_message = "events are not kept 90 days"
  }

  assert {
    condition     = data.aws_iam_policy_document.this.statement[0].effect == "Deny"
    error_message = "a foreign source is not refused"
  }

  assert {
    condition     = contains(flatten(data.aws_iam_policy_document.this.statement[0].condition[*].values), "chain.booking")
    error_message = "booking's source is open to every role"
  }
}

run "refuses_a_source_that_is_not_ours" {
  command = plan

  module {
    source = "./modules/bus"
  }

  variables {
    sources = { "aws.s3" = [] }
  }

  expect_failures = [var.sources]
}

run "refuses_to_keep_events_for_ever" {
  command = plan

  module {
    source = "./modules/bus"
  }

  variables {
    archive_days = 0
  }

  expect_failures = [var.archive_days]
}

run "publishes_what_events_hold" {
  command = plan

  module {
    source = "./modules/bus"
  }

  variables {
    schemas = { "chain.booking@LoadHeld" = "../schemas/json/booking/events/LoadHeld.json" }
  }

  assert {
    condition     = jsondecode(aws_schemas_schema.this["chain.booking@LoadHeld"].content)["$schema"] == "http://json-schema.org/draft-04/schema#" && can(jsondecode(aws_schemas_schema.this["chain.booking@LoadHeld"].content).properties)
    error_message = "the registry holds no schema that EventBridge reads"
  }
}

run "refuses_a_schema_that_is_none" {
  command = plan

  module {
    source = "./modules/bus"
  }

  variables {
    schemas = { "chain.booking@LoadHeld" = "versions.tf" }
  }

  expect_failures = [var.schemas]
}
