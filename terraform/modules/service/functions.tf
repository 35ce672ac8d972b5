locals {
  environments = {
    for name, function in local.functions : name => merge(var.environment, {
      for variable, reference in merge(local.declaration.environment, try(function.environment, {})) :
      variable => try(reference.value, local.values["${keys(reference)[0]}/${values(reference)[0]}"])
      if try(reference.value, local.values["${keys(reference)[0]}/${values(reference)[0]}"]) != ""
    })
  }
}

resource "aws_cloudwatch_log_group" "function" {
  for_each = local.functions

  name              = "/aws/lambda/${local.names[each.key]}"
  retention_in_days = var.retention_days
  kms_key_id        = var.keys.operations
}

resource "aws_lambda_function" "this" {
  for_each = local.functions

  function_name                  = local.names[each.key]
  description                    = "${each.value.kind} of chain's ${local.service} service"
  role                           = aws_iam_role.function[each.key].arn
  handler                        = each.value.handler
  runtime                        = local.manifest.runtime
  architectures                  = [local.manifest.architecture]
  memory_size                    = each.value.memory
  timeout                        = each.value.timeout
  filename                       = var.archive == null ? "${var.release}/${local.archive.file}" : null
  s3_bucket                      = try(var.archive.bucket, null)
  s3_key                         = try(var.archive.key, null)
  source_code_hash               = filebase64sha256("${var.release}/${local.archive.file}")
  layers                         = [var.layer_arn]
  publish                        = true
  reserved_concurrent_executions = lookup(var.concurrency, each.key, -1)
  kms_key_arn                    = var.keys.operations

  environment {
    variables = local.environments[each.key]
  }

  tracing_config {
    mode = "Active"
  }

  dynamic "dead_letter_config" {
    for_each = each.value.kind == "scheduled" ? [true] : []

    content {
      target_arn = aws_sqs_queue.failed_calls[0].arn
    }
  }

  dynamic "vpc_config" {
    for_each = var.network == null ? [] : [try(each.value.internet, false)]

    content {
      subnet_ids         = vpc_config.value ? var.network.egress.subnet_ids : var.network.subnet_ids
      security_group_ids = concat(var.network.security_group_ids, vpc_config.value ? var.network.egress.security_group_ids : [])
    }
  }

  lifecycle {
    precondition {
      condition     = var.network == null || !try(each.value.internet, false) || length(try(var.network.egress.subnet_ids, [])) > 0
      error_message = "${each.key} calls a host outside of AWS (internet: true): set the network's outside_hosts to true."
    }
  }

  depends_on = [aws_cloudwatch_log_group.function, aws_iam_role_policy.function]
}

# Terraform publishes versions; `./chain deploy shift` moves the alias to them, as the canary module says.
resource "aws_lambda_alias" "live" {
  for_each = local.functions

  name             = "live"
  description      = "what callers use; a canary moves its weight"
  function_name    = aws_lambda_function.this[each.key].function_name
  function_version = aws_lambda_function.this[each.key].version

  lifecycle {
    ignore_changes = [function_version, routing_config]
  }
}
