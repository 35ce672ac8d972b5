resource "aws_scheduler_schedule" "this" {
  for_each = local.schedules

  name                = local.names[each.key]
  schedule_expression = each.value.expression
  kms_key_arn         = var.keys.operations

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = aws_lambda_alias.live[each.value.function].arn
    role_arn = aws_iam_role.schedule[each.key].arn

    dead_letter_config {
      arn = aws_sqs_queue.failed_calls[0].arn
    }

    retry_policy {
      maximum_event_age_in_seconds = 300
      maximum_retry_attempts       = 2
    }
  }
}

resource "aws_iam_role" "schedule" {
  for_each = local.schedules

  name                 = "${local.names[each.key]}-schedule"
  description          = "starts ${local.names[each.value.function]}"
  assume_role_policy   = data.aws_iam_policy_document.assume["scheduler"].json
  permissions_boundary = var.boundary_arn
}

data "aws_iam_policy_document" "schedule" {
  for_each = local.schedules

  statement {
    actions   = ["lambda:InvokeFunction"]
    resources = [aws_lambda_alias.live[each.value.function].arn]
  }

  statement {
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.failed_calls[0].arn]
  }

  statement {
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [var.keys.operations]
  }
}

resource "aws_iam_role_policy" "schedule" {
  for_each = local.schedules

  name   = "declared"
  role   = aws_iam_role.schedule[each.key].id
  policy = data.aws_iam_policy_document.schedule[each.key].json
}
