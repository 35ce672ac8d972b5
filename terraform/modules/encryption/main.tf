# One key for each class of data, so that who may read logs may not read records.

data "aws_caller_identity" "current" {}
data "aws_region" "current" {}
data "aws_partition" "current" {}

locals {
  account = data.aws_caller_identity.current.account_id
  region  = data.aws_region.current.name
  # CloudWatch Logs alone names its region in its principal
  principals = { for class, each in var.classes : class => [for service in each.services : service == "logs" ? "logs.${local.region}.amazonaws.com" : "${service}.amazonaws.com"] }
}

data "aws_iam_policy_document" "this" {
  for_each = var.classes

  statement {
    sid       = "TheAccountAdministers"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:${data.aws_partition.current.partition}:iam::${local.account}:root"]
    }

    condition {
      test     = "StringEquals"
      variable = "kms:CallerAccount"
      values   = [local.account]
    }
  }

  dynamic "statement" {
    for_each = length(each.value.services) > 0 ? [true] : []

    content {
      sid       = "ServicesEncryptForTheAccount"
      actions   = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"]
      resources = ["*"]

      principals {
        type        = "Service"
        identifiers = local.principals[each.key]
      }

      condition {
        test     = "StringEquals"
        variable = "aws:SourceAccount"
        values   = [local.account]
      }
    }
  }

  # CloudFront reads the console's files, which lie under this key
  dynamic "statement" {
    for_each = each.value.read_by_cloudfront ? [true] : []

    content {
      sid       = "CloudFrontReads"
      actions   = ["kms:Decrypt"]
      resources = ["*"]

      principals {
        type        = "Service"
        identifiers = ["cloudfront.amazonaws.com"]
      }

      condition {
        test     = "ArnLike"
        variable = "aws:SourceArn"
        values   = ["arn:${data.aws_partition.current.partition}:cloudfront::${local.account}:distribution/*"]
      }
    }
  }
}

resource "aws_kms_key" "this" {
  for_each = var.classes

  description             = "chain: ${each.value.description}"
  enable_key_rotation     = true
  deletion_window_in_days = var.deletion_days
  policy                  = data.aws_iam_policy_document.this[each.key].json

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_kms_alias" "this" {
  for_each = var.classes

  name          = "alias/chain-${each.key}"
  target_key_id = aws_kms_key.this[each.key].key_id
}
