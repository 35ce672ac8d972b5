data "aws_region" "current" {}

locals {
  rows = {
    Functions = [for metric in ["Invocations", "Errors", "Throttles", "Duration"] : { namespace = "AWS/Lambda", dimension = "FunctionName", metric = metric, of = "functions" }]
    Machines  = [for metric in ["ExecutionsStarted", "ExecutionsFailed", "ExecutionsTimedOut", "ExecutionTime"] : { namespace = "AWS/States", dimension = "StateMachineArn", metric = metric, of = "machines" }]
    Queues    = [for metric in ["NumberOfMessagesSent", "ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage"] : { namespace = "AWS/SQS", dimension = "QueueName", metric = metric, of = "queues" }]
  }
}

resource "aws_cloudwatch_dashboard" "this" {
  for_each = var.services

  dashboard_name = "chain-${each.key}"
  dashboard_body = jsonencode({
    widgets = flatten([for number, row in values(local.rows) : [for column, widget in row : {
      type   = "metric"
      x      = column * 6
      y      = number * 6
      width  = 6
      height = 6
      properties = {
        title   = widget.metric
        region  = data.aws_region.current.name
        metrics = [for name in each.value[widget.of] : [widget.namespace, widget.metric, widget.dimension, name]]
        stat    = contains(["Duration", "ExecutionTime"], widget.metric) ? "p99" : startswith(widget.metric, "Approximate") ? "Maximum" : "Sum"
        period  = 300
      }
    } if length(each.value[widget.of]) > 0]])
  })
}
