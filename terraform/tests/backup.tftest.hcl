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
  boundary_arn  = "arn:aws:iam::000000000000:policy/chain-boundary-role"
  key_arn       = "arn:aws:kms:us-east-1:000000000000:key/00000000-0000-0000-0000-000000000000"
  resource_arns = ["arn:aws:dynamodb:us-east-1:000000000000:table/chain-booking-links"]
}

run "outlives_a_mistake_and_a_region" {
  command = plan

  module {
    source = "./modules/backup"
  }

  providers = {
    aws        = aws
    aws.copies = aws.copies
  }

  assert {
    condition     = toset([for rule in aws_backup_plan.this.rule : rule.rule_name]) == toset(["daily", "monthly"]) && alltrue([for rule in aws_backup_plan.this.rule : length(rule.copy_action) == 1])
    error_message = "a backup is not copied"
  }

  assert {
    condition     = aws_backup_vault_lock_configuration.this.min_retention_days == 35 && aws_backup_vault_lock_configuration.copies.min_retention_days == 35
    error_message = "a vault can be emptied"
  }

  assert {
    condition     = aws_backup_vault.this.kms_key_arn == var.key_arn && aws_kms_key.copies.enable_key_rotation
    error_message = "backups are in the clear"
  }
}

run "refuses_to_back_up_nothing" {
  command = plan

  module {
    source = "./modules/backup"
  }

  providers = {
    aws        = aws
    aws.copies = aws.copies
  }

  variables {
    resource_arns = []
  }

  expect_failures = [var.resource_arns]
}

run "refuses_months_shorter_than_days" {
  command = plan

  module {
    source = "./modules/backup"
  }

  providers = {
    aws        = aws
    aws.copies = aws.copies
  }

  variables {
    monthly_days = 10
  }

  expect_failures = [var.monthly_days]
}
