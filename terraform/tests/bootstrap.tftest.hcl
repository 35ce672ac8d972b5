mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  account_id = "000000000000"
}

run "keeps_every_state" {
  command = plan

  module {
    source = "./bootstrap"
  }

  assert {
    condition     = aws_s3_bucket_versioning.state.versioning_configuration[0].status == "Enabled" && aws_s3_bucket_public_access_block.state.restrict_public_buckets
    error_message = "a state can be lost or read by the world"
  }

  assert {
    condition     = aws_kms_key.state.enable_key_rotation && one(aws_s3_bucket_server_side_encryption_configuration.state.rule).apply_server_side_encryption_by_default[0].sse_algorithm == "aws:kms"
    error_message = "the state, which names everything, is in the clear"
  }
}

run "refuses_a_strange_account" {
  command = plan

  module {
    source = "./bootstrap"
  }

  variables {
    account_id = "prod"
  }

  expect_failures = [var.account_id]
}
