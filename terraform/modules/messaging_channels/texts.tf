# Opt-outs are the ledger's (lambdas/messaging/consent.py), which answers STOP and HELP itself; of toll-free numbers the
# carriers keep them. A list for each number, because an opt-out counts for the number that it was sent to.
resource "aws_pinpointsmsvoicev2_opt_out_list" "this" {
  for_each = var.numbers

  name = "chain-messaging-${each.key}"
}

# A number that is given back is somebody else's next: it takes two edits, and the protection's end at AWS.
resource "aws_pinpointsmsvoicev2_phone_number" "this" {
  for_each = var.numbers

  iso_country_code              = "US"
  message_type                  = "TRANSACTIONAL"
  number_capabilities           = ["SMS"]
  number_type                   = each.value.type
  registration_id               = each.value.registration_id
  opt_out_list_name             = aws_pinpointsmsvoicev2_opt_out_list.this[each.key].name
  self_managed_opt_outs_enabled = each.value.type != "TOLL_FREE"
  two_way_channel_enabled       = true
  two_way_channel_arn           = var.topic_arns["inbound_texts"]
  deletion_protection_enabled   = true

  tags = { Name = "chain-messaging-${each.key}" }

  lifecycle {
    prevent_destroy = true
  }

  depends_on = [aws_sns_topic_policy.this]
}

# By CloudFormation, because the provider knows no event destination, and a set without one loses every receipt.
resource "aws_cloudformation_stack" "texts" {
  count = local.texts ? 1 : 0

  name              = "chain-messaging-texts"
  notification_arns = [var.alarm_topic_arn]

  template_body = jsonencode({
    Resources = {
      ConfigurationSet = {
        Type = "AWS::SMSVOICE::ConfigurationSet"
        Properties = {
          ConfigurationSetName = local.configuration_set
          EventDestinations = [{
            EventDestinationName = "receipts"
            Enabled              = true
            MatchingEventTypes   = ["TEXT_ALL"]
            SnsDestination       = { TopicArn = var.topic_arns["provider_events"] }
          }]
        }
      }
    }
  })

  depends_on = [aws_sns_topic_policy.this]
}
