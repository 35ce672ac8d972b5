# Who did what in the account, and who read or wrote the records: written once, for years, by nobody changed.

data "aws_caller_identity" "current" {}
data "aws_region" "current" {}
data "aws_partition" "current" {}

locals {
  trail  = "arn:${data.aws_partition.current.partition}:cloudtrail:${data.aws_region.current.name}:${data.aws_caller_identity.current.account_id}:trail/chain"
  bucket = "chain-audit-${data.aws_caller_identity.current.account_id}"
  arn    = "arn:${data.aws_partition.current.partition}:s3:::${local.bucket}"
}

data "aws_iam_policy_document" "trail" {
  dynamic "statement" {
    for_each = { "s3:GetBucketAcl" = local.arn, "s3:PutObject" = "${local.arn}/AWSLogs/${data.aws_caller_identity.current.account_id}/*" }

    content {
      actions   = [statement.key]
      resources = [statement.value]

      principals {
        type        = "Service"
        identifiers = ["cloudtrail.amazonaws.com"]
      }

      condition {
        test     = "StringEquals"
        variable = "aws:SourceArn"
        values   = [local.trail]
      }
    }
  }
}

module "bucket" {
  source = "../private_bucket"

  name        = local.bucket
  key_arn     = var.key_arn
  locked_days = var.retention_days
  policies    = [data.aws_iam_policy_document.trail.json]
}

resource "aws_cloudtrail" "this" {
  name                          = "chain"
  s3_bucket_name                = module.bucket.name
  kms_key_id                    = var.key_arn
  sns_topic_name                = aws_sns_topic.files.arn
  cloud_watch_logs_group_arn    = "${aws_cloudwatch_log_group.this.arn}:*"
  cloud_watch_logs_role_arn     = aws_iam_role.logs.arn
  is_multi_region_trail         = true
  include_global_service_events = true
  enable_log_file_validation    = true

  advanced_event_selector {
    name = "what administrators do"

    field_selector {
      field  = "eventCategory"
      equals = ["Management"]
    }
  }

  dynamic "advanced_event_selector" {
    for_each = { "AWS::DynamoDB::Table" = var.table_arns, "AWS::S3::Object" = [for arn in var.bucket_arns : "${arn}/"] }

    content {
      name = "who reads and writes ${advanced_event_selector.key}"

      field_selector {
        field  = "eventCategory"
        equals = ["Data"]
      }

      field_selector {
        field  = "resources.type"
        equals = [advanced_event_selector.key]
      }

      field_selector {
        field       = "resources.ARN"
        starts_with = advanced_event_selector.value
      }
    }
  }

  depends_on = [module.bucket, aws_sns_topic_policy.files, aws_iam_role_policy.logs]
}
