mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  key_arn  = "arn:aws:kms:us-east-1:000000000000:key/00000000-0000-0000-0000-000000000000"
  emails   = ["oncall@chain.example"]
  apis     = { booking = { name = "chain-booking-api", stage = "live" } }
  database = "chain"
  streams  = ["chain-tracking-positions"]
  host     = "api.chain.example"
  budget   = 500
  services = { booking = { functions = ["chain-booking-api"], queues = ["chain-booking-relay"], machines = ["arn:aws:states:us-east-1:000000000000:stateMachine:chain-booking-booking"] } }
}

run "watches_what_no_service_watches" {
  command = plan

  module {
    source = "./modules/observability"
  }

  assert {
    condition     = length(setsubtract(["booking-api-errors", "booking-api-latency", "database-processor", "database-capacity", "database-connections", "database-replica-lag", "chain-tracking-positions-age"], keys(aws_cloudwatch_metric_alarm.this))) == 0
    error_message = "something is not watched"
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.this : length(alarm.alarm_actions) == 1])
    error_message = "an alarm tells nobody"
  }

  assert {
    condition     = aws_sns_topic.alarms.kms_master_key_id == var.key_arn
    error_message = "alarms are in the clear"
  }

  assert {
    condition     = strcontains(aws_cloudwatch_composite_alarm.unwell.alarm_rule, "chain-uptime") && strcontains(aws_cloudwatch_composite_alarm.unwell.alarm_rule, "chain-booking-api-errors")
    error_message = "the composite alarm misses a cause"
  }

  assert {
    condition     = aws_route53_health_check.uptime[0].resource_path == "/v1/health" && aws_cloudwatch_metric_alarm.uptime[0].treat_missing_data == "breaching"
    error_message = "nobody asks from outside"
  }

  assert {
    condition     = strcontains(aws_cloudwatch_dashboard.this["booking"].dashboard_body, "chain-booking-api")
    error_message = "the dashboard does not show the functions"
  }
}

run "finds_stuck_runs_of_each_machine" {
  command = plan

  module {
    source = "./modules/observability"
  }

  assert {
    condition     = toset(keys(aws_cloudwatch_metric_alarm.stuck)) == toset(["chain-booking-booking"])
    error_message = "a machine whose runs never end is not heard"
  }

  assert {
    condition     = toset(flatten([for query in aws_cloudwatch_metric_alarm.stuck["chain-booking-booking"].metric_query : [for metric in query.metric : metric.dimensions.StateMachineArn]])) == toset(var.services.booking.machines)
    error_message = "the alarm watches another machine"
  }

  assert {
    condition     = one([for query in aws_cloudwatch_metric_alarm.stuck["chain-booking-booking"].metric_query : query.expression if query.id == "stuck"]) == "IF((FILL(started, 0) > 0) AND ((FILL(aborted, 0) + FILL(expired, 0) + FILL(failed, 0) + FILL(succeeded, 0)) == 0), 1, 0)"
    error_message = "some way to end does not count"
  }
}

run "refuses_alarms_that_nobody_hears" {
  command = plan

  module {
    source = "./modules/observability"
  }

  variables {
    emails = []
  }

  expect_failures = [var.emails]
}

run "refuses_no_budget" {
  command = plan

  module {
    source = "./modules/observability"
  }

  variables {
    budget = 0
  }

  expect_failures = [var.budget]
}
