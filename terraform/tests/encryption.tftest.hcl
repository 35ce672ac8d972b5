mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  deletion_days = 30
}

run "rotates_every_key" {
  command = plan

  module {
    source = "./modules/encryption"
  }

  assert {
    condition     = alltrue([for key in aws_kms_key.this : key.enable_key_rotation])
    error_message = "a key is not rotated"
  }

  assert {
    condition     = toset(keys(aws_kms_key.this)) == toset(["operations", "records", "secrets", "audit"])
    error_message = "a class of data has no key of its own"
  }
}

run "refuses_a_short_farewell" {
  command = plan

  module {
    source = "./modules/encryption"
  }

  variables {
    deletion_days = 1
  }

  expect_failures = [var.deletion_days]
}
