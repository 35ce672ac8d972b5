mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  boundary_arn = "arn:aws:iam::000000000000:policy/chain-boundary-role"
  service      = "booking"
  speed        = "Canary10Percent5Minutes"
  functions    = { "chain-booking-api" = ["chain-booking-errors-api"], "chain-booking-relay" = ["chain-booking-errors-relay"] }
}

run "moves_each_function_s_traffic_and_takes_it_back" {
  command = plan

  module {
    source = "./modules/canary"
  }

  assert {
    condition     = aws_codedeploy_app.this.name == "chain-booking" && toset(keys(aws_codedeploy_deployment_group.this)) == toset(keys(var.functions))
    error_message = "a function has no deployment group of its name"
  }

  assert {
    condition     = alltrue([for name, each in aws_codedeploy_deployment_group.this : each.alarm_configuration[0].enabled && toset(each.alarm_configuration[0].alarms) == toset(var.functions[name])])
    error_message = "an alarm does not stop the traffic"
  }

  assert {
    condition     = alltrue([for each in aws_codedeploy_deployment_group.this : contains(each.auto_rollback_configuration[0].events, "DEPLOYMENT_STOP_ON_ALARM") && each.auto_rollback_configuration[0].enabled])
    error_message = "an alarm does not take the traffic back"
  }

  assert {
    condition     = alltrue([for each in aws_codedeploy_deployment_group.this : each.deployment_config_name == "CodeDeployDefault.LambdaCanary10Percent5Minutes"])
    error_message = "traffic moves at another speed"
  }

  assert {
    condition     = alltrue(flatten([for statement in data.aws_iam_policy_document.this.statement : [for resource in statement.resources : resource != "*"]]))
    error_message = "the role names every resource"
  }
}

run "refuses_a_speed_that_is_none" {
  command = plan

  module {
    source = "./modules/canary"
  }

  variables {
    speed = "Canary50Percent"
  }

  expect_failures = [var.speed]
}

run "refuses_a_function_that_nobody_watches" {
  command = plan

  module {
    source = "./modules/canary"
  }

  variables {
    functions = { "chain-booking-api" = [] }
  }

  expect_failures = [var.functions]
}
