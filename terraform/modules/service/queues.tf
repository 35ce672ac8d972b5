# Each subscription: bus or topic → queue with dead letters → function, which answers with partial failures.

locals {
  senders = {
    for name, subscription in local.subscriptions : name => {
      service = can(subscription.topic) ? "sns" : "events"
      arn     = can(subscription.topic) ? local.arns["topic/${subscription.topic}"] : "${local.arn["events"]}:rule/${subscription.bus}/${local.names[name]}"
    }
  }
  scheduled = { for name, function in local.functions : name => function if function.kind == "scheduled" }
}

resource "aws_sqs_queue" "dead_letters" {
  for_each = merge(
    { for name, subscription in local.subscriptions : name => try(subscription.queue.dead_letters.retention, 1209600) },
    { for name, mapping in local.stream_mappings : name => try(mapping.retention, 1209600) },
  )

  name                              = "${local.names[each.key]}-dead-letters"
  message_retention_seconds         = each.value
  kms_master_key_id                 = var.keys.operations
  kms_data_key_reuse_period_seconds = 3600
}

resource "aws_sqs_queue" "this" {
  for_each = local.subscriptions

  name                              = local.names[each.key]
  visibility_timeout_seconds        = each.value.queue.visibility
  kms_master_key_id                 = var.keys.operations
  kms_data_key_reuse_period_seconds = 3600

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_letters[each.key].arn
    maxReceiveCount     = each.value.queue.dead_letters.max_receive
  })

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "${local.senders[each.key].service}.amazonaws.com" }
      Action    = "sqs:SendMessage"
      Resource  = local.arns["queue/${each.key}"]
      Condition = { ArnEquals = { "aws:SourceArn" = local.senders[each.key].arn } }
    }]
  })

  lifecycle {
    precondition {
      condition     = each.value.queue.visibility >= 6 * local.functions[each.value.function].timeout
      error_message = "A message must stay hidden for at least six times the timeout of its function: raise `visibility` in service.yaml."
    }
  }
}

# where asynchronous calls of scheduled functions end that failed for good
resource "aws_sqs_queue" "failed_calls" {
  count = length(local.scheduled) > 0 ? 1 : 0

  name                              = "chain-${local.service}-failed-calls"
  message_retention_seconds         = 1209600
  kms_master_key_id                 = var.keys.operations
  kms_data_key_reuse_period_seconds = 3600
}

resource "aws_cloudwatch_event_rule" "this" {
  for_each = { for name, subscription in local.subscriptions : name => subscription if can(subscription.bus) }

  name           = local.names[each.key]
  description    = "what ${local.names[each.key]} consumes"
  event_bus_name = basename(var.buses[each.value.bus])
  event_pattern = jsonencode(merge(
    { source = each.value.pattern.source },
    try({ "detail-type" = each.value.pattern.detail_type }, {}),
  ))
}

resource "aws_cloudwatch_event_target" "this" {
  for_each = aws_cloudwatch_event_rule.this

  rule           = each.value.name
  event_bus_name = each.value.event_bus_name
  target_id      = "queue"
  arn            = aws_sqs_queue.this[each.key].arn

  dead_letter_config {
    arn = aws_sqs_queue.dead_letters[each.key].arn
  }
}

resource "aws_sns_topic" "this" {
  for_each = local.topics

  name              = local.names[each.key]
  kms_master_key_id = var.keys.operations
}

resource "aws_sns_topic_subscription" "this" {
  for_each = { for name, subscription in local.subscriptions : name => subscription if can(subscription.topic) }

  topic_arn = aws_sns_topic.this[each.value.topic].arn
  protocol  = "sqs"
  endpoint  = aws_sqs_queue.this[each.key].arn

  redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead_letters[each.key].arn })
}

resource "aws_lambda_event_source_mapping" "this" {
  for_each = local.subscriptions

  event_source_arn        = aws_sqs_queue.this[each.key].arn
  function_name           = aws_lambda_alias.live[each.value.function].arn
  batch_size              = each.value.batch_size
  function_response_types = ["ReportBatchItemFailures"]
}
