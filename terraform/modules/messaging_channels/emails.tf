locals {
  domains = toset([for mailbox in values(var.mailboxes) : split("@", mailbox)[1]])
}

resource "aws_sesv2_configuration_set" "this" {
  count = local.emails ? 1 : 0

  configuration_set_name = local.configuration_set

  delivery_options {
    tls_policy = "REQUIRE"
  }

  reputation_options {
    reputation_metrics_enabled = true
  }

  suppression_options {
    suppressed_reasons = ["BOUNCE", "COMPLAINT"]
  }
}

resource "aws_sesv2_configuration_set_event_destination" "receipts" {
  count = local.emails ? 1 : 0

  configuration_set_name = aws_sesv2_configuration_set.this[0].configuration_set_name
  event_destination_name = "receipts"

  # what lambdas/messaging/providers/reports.py reads
  event_destination {
    enabled              = true
    matching_event_types = ["BOUNCE", "COMPLAINT", "DELIVERY", "DELIVERY_DELAY", "REJECT", "RENDERING_FAILURE", "SEND"]

    sns_destination {
      topic_arn = var.topic_arns["provider_events"]
    }
  }

  depends_on = [aws_sns_topic_policy.this]
}

resource "aws_sesv2_email_identity" "this" {
  for_each = local.domains

  email_identity         = each.key
  configuration_set_name = aws_sesv2_configuration_set.this[0].configuration_set_name

  dkim_signing_attributes {
    next_signing_key_length = "RSA_2048_BIT"
  }
}

# SPF passes for our own domain, so that DMARC has two legs to stand on
resource "aws_sesv2_email_identity_mail_from_attributes" "this" {
  for_each = aws_sesv2_email_identity.this

  email_identity         = each.value.email_identity
  mail_from_domain       = "mail.${each.key}"
  behavior_on_mx_failure = "REJECT_MESSAGE"
}

# bounces are events: as e-mails they would come in as answers
resource "aws_sesv2_email_identity_feedback_attributes" "this" {
  for_each = aws_sesv2_email_identity.this

  email_identity           = each.value.email_identity
  email_forwarding_enabled = false
}

resource "aws_ses_receipt_rule_set" "this" {
  count = local.emails ? 1 : 0

  rule_set_name = local.configuration_set
}

resource "aws_ses_receipt_rule" "this" {
  count = local.emails ? 1 : 0

  name          = local.receipt_rule
  rule_set_name = aws_ses_receipt_rule_set.this[0].rule_set_name
  recipients    = values(var.mailboxes)
  enabled       = true
  scan_enabled  = true
  tls_policy    = "Require"

  sns_action {
    topic_arn = var.topic_arns["inbound_emails"]
    encoding  = "Base64"
    position  = 1
  }

  depends_on = [aws_sns_topic_policy.this]
}

resource "aws_ses_active_receipt_rule_set" "this" {
  count = local.emails ? 1 : 0

  rule_set_name = aws_ses_receipt_rule_set.this[0].rule_set_name
}
