# Once for each account, before its environment: the bucket that holds Terraform's state, and its key. Its own state
# is a file that may be lost: `terraform import` finds the bucket again.

data "aws_caller_identity" "current" {}

locals {
  bucket = "chain-terraform-${data.aws_caller_identity.current.account_id}"
  arn    = "arn:aws:s3:::${local.bucket}"
}

provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = [var.account_id]

  default_tags {
    tags = { Application = "chain", ManagedBy = "terraform" }
  }
}

resource "aws_kms_key" "state" {
  description             = "chain: Terraform's state"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy                  = data.aws_iam_policy_document.key.json
}

resource "aws_kms_alias" "state" {
  name          = "alias/chain-terraform"
  target_key_id = aws_kms_key.state.key_id
}

data "aws_iam_policy_document" "key" {
  statement {
    sid       = "TheAccountAdministers"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${data.aws_caller_identity.current.account_id}:root"]
    }

    condition {
      test     = "StringEquals"
      variable = "kms:CallerAccount"
      values   = [data.aws_caller_identity.current.account_id]
    }
  }
}

module "state" {
  source = "../modules/private_bucket"

  name              = local.bucket
  key_arn           = aws_kms_key.state.arn
  old_versions_days = 365
}
