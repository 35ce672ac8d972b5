# Each stream mapping: stream → function, each shard in order. What fails is halved until it stands alone, and its place
# in the stream becomes a dead letter after the declared tries or age.

locals {
  stream_actions = ["kinesis:DescribeStreamSummary", "kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards"]

  # what Lambda does with a stream it does by the function's role
  mapping_grants = { for name, mapping in local.stream_mappings : name => {
    reads    = toset(flatten([for permission in local.functions[mapping.function].permissions : permission.actions if try(permission.resource.stream, "") == mapping.stream]))
    gives_up = toset(flatten([for permission in local.functions[mapping.function].permissions : permission.actions if try(permission.resource.dead_letters, "") == name]))
  } }
}

module "stream" {
  source   = "../stream"
  for_each = local.streams

  name            = local.names[each.key]
  key_arn         = var.keys.records
  retention_hours = try(each.value.retention, 72)
}

resource "aws_lambda_event_source_mapping" "stream" {
  for_each = local.stream_mappings

  event_source_arn               = module.stream[each.value.stream].arn
  function_name                  = aws_lambda_alias.live[each.value.function].arn
  starting_position              = try(each.value.start, "TRIM_HORIZON")
  batch_size                     = each.value.batch_size
  bisect_batch_on_function_error = true
  maximum_retry_attempts         = each.value.retries
  maximum_record_age_in_seconds  = each.value.longest_age
  function_response_types        = ["ReportBatchItemFailures"]

  destination_config {
    on_failure {
      destination_arn = aws_sqs_queue.dead_letters[each.key].arn
    }
  }

  lifecycle {
    precondition {
      condition     = length(setsubtract(local.stream_actions, local.mapping_grants[each.key].reads)) == 0
      error_message = "${each.key} reads by its function's role: allow ${each.value.function} ${join(", ", setsubtract(local.stream_actions, local.mapping_grants[each.key].reads))} on {stream: ${each.value.stream}} in service.yaml."
    }

    precondition {
      condition     = contains(local.mapping_grants[each.key].gives_up, "sqs:SendMessage")
      error_message = "${each.key} gives up by its function's role: allow ${each.value.function} sqs:SendMessage on {dead_letters: ${each.key}} in service.yaml."
    }
  }

  depends_on = [aws_iam_role_policy.function]
}
