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
  description = "The declared paths of the HTTP API, each with the alias that answers."
  value = [for route in try(local.declaration.routes, []) : {
    path          = route.path
    method        = route.method
    authorizer    = route.authorizer
    function_name = aws_lambda_alias.live[route.function].function_name
    invoke_arn    = aws_lambda_alias.live[route.function].invoke_arn
  }]
}

output "state_machines" {
  description = "By full name: the file of the ASL, its placeholders' ARNs and what the machine may do."
  value = { for name, machine in local.state_machines : local.names[name] => {
    definition = machine.definition

    # a function by its published version, so that runs in flight keep their code; a machine by its alias
    placeholders = { for placeholder, reference in machine.placeholders : placeholder =>
      can(reference.function) ? aws_lambda_function.this[reference.function].qualified_arn :
      can(reference.state_machine) ? "${local.arns["state_machine/${reference.state_machine}"]}:live" :
      local.arns["${keys(reference)[0]}/${values(reference)[0]}"]
    }

    permissions = [for permission in machine.permissions : {
      actions   = permission.actions
      resources = [for suffix in ["", ":*"] : "${local.arns["${keys(permission.resource)[0]}/${values(permission.resource)[0]}"]}${suffix}"]
    }]
  } }
}

output "arns" {
  description = "ARN of everything that the declaration names, by \"kind/name\"."
  value       = local.arns
}

output "topics" {
  description = "ARN of each topic, by its declared name."
  value       = { for name, topic in aws_sns_topic.this : name => topic.arn }
}

output "streams" {
  description = "ARN of each stream."
  value       = { for name, stream in module.stream : name => stream.arn }
}

output "tables" {
  description = "ARN of each table."
  value       = { for name, table in aws_dynamodb_table.this : name => table.arn }
}

output "buckets" {
  description = "ARN of each bucket."
  value       = { for name, bucket in module.bucket : name => bucket.arn }
}

output "alarms" {
  description = "ARNs of all alarms."
  value       = [for alarm in aws_cloudwatch_metric_alarm.this : alarm.arn]
}

output "triggers" {
  description = "By the user pool's trigger, the name of the function and the ARN of its alias."
  value = { for trigger, function in try(local.declaration.triggers, {}) : trigger => {
    name = aws_lambda_alias.live[function].function_name
    arn  = aws_lambda_alias.live[function].arn
  } }
}

output "function_alarms" {
  description = "By the name of each function, the names of the alarms that watch it."
  value = { for function, _ in local.functions : local.names[function] =>
    [for name, alarm in local.alarms : name if alarm.kind == "function" && alarm.value == local.names[function]]
  }
}

output "sources" {
  description = "By event source, the ARNs of the roles that put its events."
  value = { for source in distinct(flatten([for function in local.functions : [for permission in function.permissions : permission.source if can(permission.source)]])) :
    source => [for name, function in local.functions : "arn:${local.partition}:iam::${local.account}:role/${local.names[name]}" if contains([for permission in function.permissions : try(permission.source, "")], source)]
  }
}
