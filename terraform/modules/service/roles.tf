# One role for each function, with exactly the actions that stand beside its code, on named resources.

locals {
  object_actions = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]

  statements = {
    for name, function in local.functions : name => [
      for permission in function.permissions : {
        actions = permission.actions
        kind    = keys(permission.resource)[0]
        arns    = try(var.origins[permission.resource.origin], [local.arns["${keys(permission.resource)[0]}/${values(permission.resource)[0]}"]])
        source  = try(permission.source, null)
      } if length(try(var.origins[permission.resource.origin], [true])) > 0
    ]
  }

  # who may read the database's address may sign in there
  enters_database = { for name, function in local.functions : name => anytrue([for permission in function.permissions : contains(keys(local.database_secrets), try(permission.resource.secret, ""))]) }

  # a secret's ARN ends in six characters of its own; a version or alias follows a function's or a machine's
  resources = {
    for name, statements in local.statements : name => [
      for statement in statements :
      statement.kind == "secret" ? ["${statement.arns[0]}-??????"] :
      statement.kind == "bucket" && length(setintersection(statement.actions, local.object_actions)) > 0 ? ["${statement.arns[0]}/*"] :
      contains(["function", "state_machine"], statement.kind) ? [statement.arns[0], "${statement.arns[0]}:*"] :
      statement.arns
    ]
  }
}

data "aws_iam_policy_document" "assume" {
  for_each = toset(["lambda", "scheduler"])

  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["${each.key}.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }
  }

  dynamic "statement" {
    for_each = each.key == "lambda" && var.emulated ? [true] : []

    content {
      actions = ["sts:AssumeRole"]

      principals {
        type        = "AWS"
        identifiers = ["arn:${local.partition}:iam::${local.account}:root"]
      }
    }
  }
}

resource "aws_iam_role" "function" {
  for_each = local.functions

  name                 = local.names[each.key]
  description          = "what ${local.names[each.key]} may do"
  assume_role_policy   = data.aws_iam_policy_document.assume["lambda"].json
  permissions_boundary = var.boundary_arn
}

data "aws_iam_policy_document" "function" {
  for_each = local.functions

  dynamic "statement" {
    for_each = local.statements[each.key]

    content {
      actions   = statement.value.actions
      resources = local.resources[each.key][statement.key]

      dynamic "condition" {
        for_each = statement.value.source == null || var.emulated ? [] : [statement.value.source]

        content {
          test     = "StringEquals"
          variable = "events:source"
          values   = [condition.value]
        }
      }
    }
  }

  statement {
    sid       = "Logs"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.function[each.key].arn}:*"]
  }

  statement {
    # X-Ray has no resources to name: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html
    sid       = "Traces"
    actions   = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
    resources = ["*"]
  }

  statement {
    sid       = "Keys"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = distinct(values(var.keys))
  }

  dynamic "statement" {
    for_each = local.enters_database[each.key] ? compact([nonsensitive(var.database.user_arn)]) : []

    content {
      sid       = "SignIn"
      actions   = ["rds-db:connect"]
      resources = [statement.value]
    }
  }

  dynamic "statement" {
    for_each = each.value.kind == "scheduled" ? [true] : []

    content {
      sid       = "FailedCalls"
      actions   = ["sqs:SendMessage"]
      resources = [aws_sqs_queue.failed_calls[0].arn]
    }
  }
}

resource "aws_iam_role_policy" "function" {
  for_each = local.functions

  name   = "declared"
  role   = aws_iam_role.function[each.key].id
  policy = data.aws_iam_policy_document.function[each.key].json
}

# a function in a VPC makes and drops its own network interface, which has no ARN before it exists
resource "aws_iam_role_policy_attachment" "network" {
  for_each = { for name, function in local.functions : name => function if var.network != null }

  role       = aws_iam_role.function[each.key].name
  policy_arn = "arn:${local.partition}:iam::aws:policy/service-role/AWSLambdaENIManagementAccess"
}
