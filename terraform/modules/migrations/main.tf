# The function that migrates the database: once before a release's traffic moves, once when the former code is gone.
# `./chain deploy migrate` calls it; it refuses what the running release would not survive.

data "aws_partition" "current" {}

locals {
  name     = "chain-migrations"
  manifest = jsondecode(file("${var.release}/manifest.json"))
}

resource "aws_cloudwatch_log_group" "this" {
  name              = "/aws/lambda/${local.name}"
  retention_in_days = var.retention_days
  kms_key_id        = var.keys.operations
}

resource "aws_lambda_function" "this" {
  function_name                  = local.name
  description                    = "migrates the database, and makes each service's role"
  role                           = aws_iam_role.this.arn
  handler                        = "schemas.sql.function.handler"
  runtime                        = local.manifest.runtime
  architectures                  = [local.manifest.architecture]
  memory_size                    = 1024
  timeout                        = 900
  filename                       = "${var.release}/${local.manifest.migrations.file}"
  source_code_hash               = filebase64sha256("${var.release}/${local.manifest.migrations.file}")
  layers                         = [var.layer_arn]
  publish                        = true
  reserved_concurrent_executions = 1
  kms_key_arn                    = var.keys.operations

  environment {
    variables = {
      DATABASE_URL            = var.database.url
      POWERTOOLS_SERVICE_NAME = "migrations"
    }
  }

  tracing_config {
    mode = "Active"
  }

  vpc_config {
    subnet_ids         = var.network.subnet_ids
    security_group_ids = var.network.security_group_ids
  }

  depends_on = [aws_cloudwatch_log_group.this, aws_iam_role_policy.this]
}

data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "this" {
  name                 = local.name
  description          = "what ${local.name} may do"
  assume_role_policy   = data.aws_iam_policy_document.assume.json
  permissions_boundary = var.boundary_arn
}

data "aws_iam_policy_document" "this" {
  statement {
    sid       = "OwnsTheTables"
    actions   = ["rds-db:connect"]
    resources = [var.database.user_arn]
  }

  statement {
    sid       = "MakesThePasswords"
    actions   = ["secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue"]
    resources = values(var.database.role_secret_arns)
  }

  statement {
    sid       = "Logs"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.this.arn}:*"]
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
}

resource "aws_iam_role_policy" "this" {
  name   = "declared"
  role   = aws_iam_role.this.id
  policy = data.aws_iam_policy_document.this.json
}

# a function in a VPC makes and drops its own network interface, which has no ARN before it exists
resource "aws_iam_role_policy_attachment" "network" {
  role       = aws_iam_role.this.name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/service-role/AWSLambdaENIManagementAccess"
}

resource "aws_cloudwatch_metric_alarm" "errors" {
  alarm_name          = "${local.name}-errors"
  alarm_description   = "a migration failed or was refused; its log says which, and no traffic may move before it is mended"
  namespace           = "AWS/Lambda"
  metric_name         = "Errors"
  dimensions          = { FunctionName = local.name }
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 1
  threshold           = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = compact([var.alarm_topic_arn])
  ok_actions          = compact([var.alarm_topic_arn])
}
