output "functions" {
  description = "By function: the ARN of its `live` alias, of its present version, and its name."
  value = {
    for name, alias in aws_lambda_alias.live : name => {
      alias_arn   = alias.arn
      version_arn = aws_lambda_function.this[name].qualified_arn
      name        = alias.function_name
      invoke_arn  = alias.invoke_arn
    }
  }
}

output "routes" {
  description = "The declared paths of the HTTP API."
  value       = try(local.declaration.routes, [])
}

output "state_machines" {
  description = "By machine: its declaration and the name that it has."
  value       = { for name, machine in local.state_machines : name => { declaration = machine, name = local.names[name] } }
}

output "arns" {
  description = "ARN of everything that the declaration names, by \"kind/name\"."
  value       = local.arns
}

output "tables" {
  description = "ARN of each table."
  value       = { for name, table in aws_dynamodb_table.this : name => table.arn }
}

output "buckets" {
  description = "ARN of each bucket."
  value       = { for name, bucket in aws_s3_bucket.this : name => bucket.arn }
}

output "alarms" {
  description = "ARNs of all alarms."
  value       = [for alarm in aws_cloudwatch_metric_alarm.this : alarm.arn]
}
