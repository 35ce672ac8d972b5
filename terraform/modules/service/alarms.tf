locals {
  metrics = {
    function      = { namespace = "AWS/Lambda", dimension = "FunctionName" }
    queue         = { namespace = "AWS/SQS", dimension = "QueueName" }
    dead_letters  = { namespace = "AWS/SQS", dimension = "QueueName" }
    state_machine = { namespace = "AWS/States", dimension = "StateMachineArn" }
    table         = { namespace = "AWS/DynamoDB", dimension = "TableName" }
  }
  every = {
    function      = keys(local.functions)
    dead_letters  = concat(keys(local.subscriptions), keys(local.stream_mappings))
    state_machine = keys(local.state_machines)
  }

  alarms = merge([
    for name, alarm in local.declaration.alarms : {
      for watched in try(local.every[alarm.every], values(alarm.resource)) :
      can(alarm.every) ? "${local.names[name]}-${replace(watched, "_", "-")}" : local.names[name] => {
        alarm = alarm
        kind  = try(alarm.every, keys(alarm.resource)[0])
        value = (
          try(alarm.every, "") == "dead_letters" ? "${local.names[watched]}-dead-letters" :
          try(alarm.every, keys(alarm.resource)[0]) == "state_machine" ? local.arns["state_machine/${watched}"] :
          local.names[watched]
        )
      }
    }
  ]...)
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name          = each.key
  alarm_description   = each.value.alarm.description
  namespace           = local.metrics[each.value.kind].namespace
  metric_name         = each.value.alarm.metric
  dimensions          = { (local.metrics[each.value.kind].dimension) = each.value.value }
  statistic           = startswith(each.value.alarm.statistic, "p") ? null : each.value.alarm.statistic
  extended_statistic  = startswith(each.value.alarm.statistic, "p") ? each.value.alarm.statistic : null
  period              = each.value.alarm.period
  evaluation_periods  = each.value.alarm.evaluation_periods
  threshold           = each.value.alarm.threshold
  comparison_operator = "GreaterThanOrEqualToThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = compact([var.alarm_topic_arn])
  ok_actions          = compact([var.alarm_topic_arn])
}
