# The trail is watched while it is written: who acts as the account's owner, and whether it is written at all.

resource "aws_cloudwatch_log_group" "this" {
  name              = "/chain/audit"
  retention_in_days = 365
  kms_key_id        = var.key_arn
}

data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]

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

resource "aws_iam_role" "logs" {
  name                 = "chain-audit-logs"
  description          = "copies the trail to CloudWatch, where alarms read it"
  assume_role_policy   = data.aws_iam_policy_document.assume.json
  permissions_boundary = var.boundary_arn
}

data "aws_iam_policy_document" "logs" {
  statement {
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.this.arn}:*"]
  }
}

resource "aws_iam_role_policy" "logs" {
  name   = "declared"
  role   = aws_iam_role.logs.id
  policy = data.aws_iam_policy_document.logs.json
}

resource "aws_cloudwatch_log_metric_filter" "owner" {
  name           = "chain-owner-acts"
  log_group_name = aws_cloudwatch_log_group.this.name
  pattern        = "{ $.userIdentity.type = \"Root\" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != \"AwsServiceEvent\" }"

  metric_transformation {
    namespace = "Chain"
    name      = "OwnerActs"
    value     = "1"
  }
}

resource "aws_cloudwatch_metric_alarm" "owner" {
  alarm_name          = "chain-owner-acts"
  alarm_description   = "somebody acts as the account's owner, which nobody needs to; read the trail"
  namespace           = "Chain"
  metric_name         = "OwnerActs"
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  threshold           = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [var.alarm_topic_arn]
}

# CloudTrail tells of each file, a few every hour even where nobody works: management events of services.
resource "aws_sns_topic" "files" {
  name              = "chain-audit-files"
  kms_master_key_id = var.key_arn
}

data "aws_iam_policy_document" "files" {
  statement {
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.files.arn]

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

resource "aws_sns_topic_policy" "files" {
  arn    = aws_sns_topic.files.arn
  policy = data.aws_iam_policy_document.files.json
}

resource "aws_cloudwatch_metric_alarm" "silent" {
  alarm_name          = "chain-audit-silent"
  alarm_description   = "the audit trail wrote no file for two hours; look at its status, bucket and key"
  namespace           = "AWS/SNS"
  metric_name         = "NumberOfMessagesPublished"
  dimensions          = { TopicName = aws_sns_topic.files.name }
  statistic           = "Sum"
  period              = 3600
  evaluation_periods  = 2
  threshold           = 1
  comparison_operator = "LessThanThreshold"
  treat_missing_data  = "breaching"
  alarm_actions       = [var.alarm_topic_arn]
}
