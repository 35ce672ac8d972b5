mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  name    = "chain-tracking-positions"
  key_arn = "arn:aws:kms:us-east-1:000000000000:key/00000000-0000-0000-0000-000000000000"
}

run "encrypts_and_scales" {
  command = plan

  module {
    source = "./modules/stream"
  }

  assert {
    condition     = aws_kinesis_stream.this.encryption_type == "KMS" && aws_kinesis_stream.this.kms_key_id == var.key_arn
    error_message = "records are not under the key"
  }

  assert {
    condition     = aws_kinesis_stream.this.stream_mode_details[0].stream_mode == "ON_DEMAND"
    error_message = "the stream is not scaled on demand"
  }

  assert {
    condition     = aws_kinesis_stream.this.retention_period == 72
    error_message = "records are not kept three days"
  }
}

run "refuses_a_short_memory" {
  command = plan

  module {
    source = "./modules/stream"
  }

  variables {
    retention_hours = 1
  }

  expect_failures = [var.retention_hours]
}

run "refuses_too_many_shards" {
  command = plan

  module {
    source = "./modules/stream"
  }

  variables {
    shards = 501
  }

  expect_failures = [var.shards]
}
