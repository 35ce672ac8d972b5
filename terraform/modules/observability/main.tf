# What is watched beside the services' own alarms: the API, the database, the stream, the way in, and the bill.

resource "aws_sns_topic" "alarms" {
  name              = "chain-alarms"
  kms_master_key_id = var.key_arn
}

resource "aws_sns_topic_subscription" "email" {
  for_each = var.emails

  topic_arn = aws_sns_topic.alarms.arn
  protocol  = "email"
  endpoint  = each.key
}

locals {
  database = var.database == "" ? {} : { DBClusterIdentifier = var.database }

  ends = { succeeded = "ExecutionsSucceeded", failed = "ExecutionsFailed", aborted = "ExecutionsAborted", expired = "ExecutionsTimedOut" }

  api_alarms = {
    errors   = { metric = "5XXError", statistic = "Sum", periods = 1, threshold = 5, description = "the API failed five times in five minutes; read its access log and its function's" }
    latency  = { metric = "Latency", statistic = "p99", periods = 3, threshold = 3000, description = "one answer in a hundred takes over three seconds; look at the traces" }
    refusals = { metric = "4XXError", statistic = "Sum", periods = 1, threshold = 500, description = "500 calls were refused in five minutes; a caller is broken, or somebody is probing" }
  }

  alarms = merge(
    merge([for service, api in var.apis : { for name, alarm in local.api_alarms : "${service}-api-${name}" => merge(alarm, { namespace = "AWS/ApiGateway", dimensions = { ApiName = api.name, Stage = api.stage } }) }]...),
    { for name, alarm in {
      database-processor   = { metric = "CPUUtilization", statistic = "Average", threshold = 80, description = "Aurora's processors are busy for fifteen minutes; look at Performance Insights" }
      database-capacity    = { metric = "ACUUtilization", statistic = "Average", threshold = 90, description = "Aurora is at its largest capacity; raise `capacity.max`" }
      database-connections = { metric = "DatabaseConnections", statistic = "Maximum", threshold = 800, description = "Aurora has many connections; look at the proxy's pinned sessions" }
      database-replica-lag = { metric = "AuroraReplicaLagMaximum", statistic = "Maximum", threshold = 2000, description = "readers are two seconds behind the writer" }
    } : name => merge(alarm, { namespace = "AWS/RDS", dimensions = local.database, periods = 3 }) if var.database != "" },
    { for stream in var.streams : "${stream}-age" => { namespace = "AWS/Kinesis", metric = "GetRecords.IteratorAgeMilliseconds", statistic = "Maximum", dimensions = { StreamName = stream }, periods = 1, threshold = 60000, description = "records of ${stream} wait for a minute; its consumer fails or is too slow" } },
  )
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name          = "chain-${each.key}"
  alarm_description   = each.value.description
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = startswith(each.value.statistic, "p") ? null : each.value.statistic
  extended_statistic  = startswith(each.value.statistic, "p") ? each.value.statistic : null
  period              = 300
  evaluation_periods  = each.value.periods
  threshold           = each.value.threshold
  comparison_operator = "GreaterThanOrEqualToThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]
}

# Every state has a time limit, so no single run hangs without failing; a machine whose runs start and never end does.
resource "aws_cloudwatch_metric_alarm" "stuck" {
  for_each = { for machine in flatten([for service in var.services : service.machines]) : element(split(":", machine), 6) => machine }

  alarm_name          = "${each.key}-stuck"
  alarm_description   = "for two days runs of ${each.key} started and none ended; read the history of an old one"
  evaluation_periods  = 2
  threshold           = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]

  metric_query {
    id          = "stuck"
    label       = "runs start and none ends"
    expression  = "IF((FILL(started, 0) > 0) AND ((${join(" + ", [for id in keys(local.ends) : "FILL(${id}, 0)"])}) == 0), 1, 0)"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = merge({ started = "ExecutionsStarted" }, local.ends)

    content {
      id = metric_query.key

      metric {
        namespace   = "AWS/States"
        metric_name = metric_query.value
        dimensions  = { StateMachineArn = each.value }
        stat        = "Sum"
        period      = 86400
      }
    }
  }
}

# One alarm that says whether brokers can work; the others say why not.
resource "aws_cloudwatch_composite_alarm" "unwell" {
  alarm_name        = "chain-unwell"
  alarm_description = "brokers cannot work: an API fails or is slow, or nobody can reach it"
  alarm_actions     = [aws_sns_topic.alarms.arn]
  ok_actions        = [aws_sns_topic.alarms.arn]

  alarm_rule = join(" OR ", [for name in concat(
    flatten([for service, _ in var.apis : [for name in ["errors", "latency"] : aws_cloudwatch_metric_alarm.this["${service}-api-${name}"].alarm_name]]),
    [for alarm in aws_cloudwatch_metric_alarm.uptime : alarm.alarm_name],
  ) : "ALARM(\"${name}\")"])
}

# Route 53 asks from fifteen places of the world, and keeps its metrics in us-east-1 alone.
resource "aws_route53_health_check" "uptime" {
  count = var.host == "" ? 0 : 1

  fqdn              = var.host
  type              = "HTTPS"
  port              = 443
  resource_path     = "/v1/health"
  request_interval  = 30
  failure_threshold = 3

  tags = { Name = "chain" }
}

resource "aws_cloudwatch_metric_alarm" "uptime" {
  count = var.host == "" ? 0 : 1

  alarm_name          = "chain-uptime"
  alarm_description   = "https://${var.host}/v1/health does not answer from outside"
  namespace           = "AWS/Route53"
  metric_name         = "HealthCheckStatus"
  dimensions          = { HealthCheckId = aws_route53_health_check.uptime[0].id }
  statistic           = "Minimum"
  period              = 60
  evaluation_periods  = 2
  threshold           = 1
  comparison_operator = "LessThanThreshold"
  treat_missing_data  = "breaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]
}

resource "aws_budgets_budget" "this" {
  name         = "chain"
  budget_type  = "COST"
  time_unit    = "MONTHLY"
  limit_unit   = "USD"
  limit_amount = tostring(var.budget)

  dynamic "notification" {
    for_each = { ACTUAL = 80, FORECASTED = 100 }

    content {
      notification_type          = notification.key
      comparison_operator        = "GREATER_THAN"
      threshold                  = notification.value
      threshold_type             = "PERCENTAGE"
      subscriber_email_addresses = var.emails
    }
  }
}
