# What texts and e-mails go out by, and where receipts and answers come in: the other side of lambdas/messaging.

data "aws_caller_identity" "current" {}
data "aws_region" "current" {}
data "aws_partition" "current" {}

locals {
  # what the functions name (service.yaml's SMS_CONFIGURATION_SET and EMAIL_CONFIGURATION_SET)
  configuration_set = "chain-messaging"
  receipt_rule      = "mailboxes"

  account = data.aws_caller_identity.current.account_id
  region  = data.aws_region.current.name
  arn     = { for service in ["sms-voice", "ses"] : service => "arn:${data.aws_partition.current.partition}:${service}:${local.region}:${local.account}" }
  texts   = length(var.numbers) > 0
  emails  = length(var.mailboxes) > 0

  # by topic and service, as what the service publishes there; two-way SMS names no resource of its own
  publishers = {
    provider_events = merge(
      local.texts ? { "sms-voice" = "${local.arn["sms-voice"]}:configuration-set/${local.configuration_set}" } : {},
      local.emails ? { "ses" = "${local.arn["ses"]}:configuration-set/${local.configuration_set}" } : {},
    )
    inbound_texts  = local.texts ? { "sms-voice" = "${local.arn["sms-voice"]}:*" } : {}
    inbound_emails = local.emails ? { "ses" = "${local.arn["ses"]}:receipt-rule-set/${local.configuration_set}:receipt-rule/${local.receipt_rule}" } : {}
  }
  published = { for topic, services in local.publishers : topic => services if length(services) > 0 }
}

data "aws_iam_policy_document" "topic" {
  for_each = local.published

  dynamic "statement" {
    for_each = each.value

    content {
      actions   = ["sns:Publish"]
      resources = [var.topic_arns[each.key]]

      principals {
        type        = "Service"
        identifiers = ["${statement.key}.amazonaws.com"]
      }

      condition {
        test     = "StringEquals"
        variable = "aws:SourceAccount"
        values   = [local.account]
      }

      condition {
        test     = "ArnLike"
        variable = "aws:SourceArn"
        values   = [statement.value]
      }
    }
  }
}

resource "aws_sns_topic_policy" "this" {
  for_each = local.published

  arn    = var.topic_arns[each.key]
  policy = data.aws_iam_policy_document.topic[each.key].json
}
