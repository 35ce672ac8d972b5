mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  name    = "chain-documents-000000000000"
  key_arn = "arn:aws:kms:us-east-1:000000000000:key/00000000-0000-0000-0000-000000000000"
}

run "is_closed_encrypted_and_forgets_nothing_at_once" {
  command = plan

  module {
    source = "./modules/private_bucket"
  }

  assert {
    condition     = aws_s3_bucket_public_access_block.this.block_public_acls && aws_s3_bucket_public_access_block.this.block_public_policy && aws_s3_bucket_public_access_block.this.ignore_public_acls && aws_s3_bucket_public_access_block.this.restrict_public_buckets
    error_message = "the bucket can be opened to the public"
  }

  assert {
    condition     = one(one(aws_s3_bucket_server_side_encryption_configuration.this.rule).apply_server_side_encryption_by_default).sse_algorithm == "aws:kms" && one(one(aws_s3_bucket_server_side_encryption_configuration.this.rule).apply_server_side_encryption_by_default).kms_master_key_id == var.key_arn
    error_message = "objects are not under the key"
  }

  assert {
    condition     = aws_s3_bucket_versioning.this.versioning_configuration[0].status == "Enabled" && aws_s3_bucket_lifecycle_configuration.this.rule[0].noncurrent_version_expiration[0].noncurrent_days == 90
    error_message = "an object can be overwritten for good"
  }

  assert {
    condition     = !aws_s3_bucket.this.force_destroy && !aws_s3_bucket.this.object_lock_enabled && length(aws_s3_bucket_object_lock_configuration.this) == 0
    error_message = "deleting the bucket deletes what lies in it, or nothing can be deleted"
  }

  assert {
    condition     = [for statement in data.aws_iam_policy_document.this.statement : [statement.effect, tolist(statement.actions)[0], toset(statement.resources)] if anytrue([for condition in statement.condition : condition.variable == "aws:SecureTransport" && contains(condition.values, "false")])] == [["Deny", "s3:*", toset(["arn:aws:s3:::chain-documents-000000000000", "arn:aws:s3:::chain-documents-000000000000/*"])]] && length(aws_s3_bucket_policy.this) == 1
    error_message = "the bucket answers without TLS"
  }

  assert {
    condition     = aws_s3_bucket_notification.this.eventbridge
    error_message = "nobody can hear of an object"
  }
}

run "locks_what_nobody_may_change" {
  command = plan

  module {
    source = "./modules/private_bucket"
  }

  variables {
    locked_days = 365
  }

  assert {
    condition     = aws_s3_bucket.this.object_lock_enabled && aws_s3_bucket_object_lock_configuration.this[0].rule[0].default_retention[0].mode == "COMPLIANCE" && aws_s3_bucket_object_lock_configuration.this[0].rule[0].default_retention[0].days == 365
    error_message = "an object can be changed"
  }

  assert {
    condition     = aws_s3_bucket_lifecycle_configuration.this.rule[0].expiration[0].days == 366
    error_message = "an object is kept for ever, or ends before its lock"
  }
}

run "lets_in_whom_its_policies_name" {
  command = plan

  module {
    source = "./modules/private_bucket"
  }

  variables {
    policies = ["{\"Version\":\"2012-10-17\",\"Statement\":[]}"]
  }

  assert {
    condition     = tolist(data.aws_iam_policy_document.this.source_policy_documents) == tolist(var.policies)
    error_message = "a policy is left out"
  }
}

run "leaves_out_what_an_emulator_would_refuse" {
  command = plan

  module {
    source = "./modules/private_bucket"
  }

  variables {
    emulated = true
  }

  assert {
    condition     = length(aws_s3_bucket_policy.this) == 0
    error_message = "the emulator, which speaks HTTP, would refuse every object"
  }
}

run "refuses_a_name_that_s3_does_not_take" {
  command = plan

  module {
    source = "./modules/private_bucket"
  }

  variables {
    name = "Chain_Documents"
  }

  expect_failures = [var.name]
}

run "refuses_a_short_lock" {
  command = plan

  module {
    source = "./modules/private_bucket"
  }

  variables {
    locked_days = 7
  }

  expect_failures = [var.locked_days]
}

run "refuses_to_forget_at_once" {
  command = plan

  module {
    source = "./modules/private_bucket"
  }

  variables {
    old_versions_days = 1
  }

  expect_failures = [var.old_versions_days]
}
