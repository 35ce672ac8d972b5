# Backups that outlive a mistake (a locked vault) and a region (a copy in a second one).

data "aws_partition" "current" {}
data "aws_caller_identity" "current" {}

resource "aws_backup_vault" "this" {
  name        = "chain"
  kms_key_arn = var.key_arn

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_kms_key" "copies" {
  provider = aws.copies

  description             = "chain: copies of backups"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy                  = data.aws_iam_policy_document.copies.json

  lifecycle {
    prevent_destroy = true
  }
}

# AWS Backup enters by the grants that its role makes
data "aws_iam_policy_document" "copies" {
  statement {
    sid       = "TheAccountAdministers"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:root"]
    }

    condition {
      test     = "StringEquals"
      variable = "kms:CallerAccount"
      values   = [data.aws_caller_identity.current.account_id]
    }
  }
}

resource "aws_backup_vault" "copies" {
  provider = aws.copies

  name        = "chain-copies"
  kms_key_arn = aws_kms_key.copies.arn

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_backup_vault_lock_configuration" "this" {
  backup_vault_name  = aws_backup_vault.this.name
  min_retention_days = var.daily_days
}

resource "aws_backup_vault_lock_configuration" "copies" {
  provider = aws.copies

  backup_vault_name  = aws_backup_vault.copies.name
  min_retention_days = var.daily_days
}

resource "aws_backup_plan" "this" {
  name = "chain"

  dynamic "rule" {
    for_each = { daily = { schedule = "cron(0 8 * * ? *)", days = var.daily_days }, monthly = { schedule = "cron(0 9 1 * ? *)", days = var.monthly_days } }

    content {
      rule_name         = rule.key
      target_vault_name = aws_backup_vault.this.name
      schedule          = rule.value.schedule
      start_window      = 60
      completion_window = 360

      lifecycle {
        delete_after = rule.value.days
      }

      copy_action {
        destination_vault_arn = aws_backup_vault.copies.arn

        lifecycle {
          delete_after = rule.value.days
        }
      }
    }
  }
}

data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["backup.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "this" {
  name                 = "chain-backup"
  description          = "backs up and restores chain's data"
  assume_role_policy   = data.aws_iam_policy_document.assume.json
  permissions_boundary = var.boundary_arn
}

resource "aws_iam_role_policy_attachment" "this" {
  for_each = toset([
    "service-role/AWSBackupServiceRolePolicyForBackup",
    "service-role/AWSBackupServiceRolePolicyForRestores",
    "AWSBackupServiceRolePolicyForS3Backup",
    "AWSBackupServiceRolePolicyForS3Restore",
  ])

  role       = aws_iam_role.this.name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/${each.key}"
}

resource "aws_backup_selection" "this" {
  name         = "chain"
  plan_id      = aws_backup_plan.this.id
  iam_role_arn = aws_iam_role.this.arn
  resources    = var.resource_arns
}
