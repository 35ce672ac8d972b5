mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  boundary_arn = "arn:aws:iam::000000000000:policy/chain-boundary-role"
  declaration  = "../lambdas/booking/service.yaml"
  layer_arn    = "arn:aws:lambda:us-east-1:000000000000:layer:chain:1"
  buses        = { chain = "arn:aws:events:us-east-1:000000000000:event-bus/chain" }
  platform     = { fmcsa_base_url = "https://mobile.fmcsa.dot.gov/qc/services", public_base_url = "https://api.chain.example", sentry_dsn = "", sms_origin = "", email_origin = "" }
  keys = {
    operations = "arn:aws:kms:us-east-1:000000000000:key/00000000-0000-0000-0000-000000000000"
    records    = "arn:aws:kms:us-east-1:000000000000:key/00000000-0000-0000-0000-000000000000"
    secrets    = "arn:aws:kms:us-east-1:000000000000:key/00000000-0000-0000-0000-000000000000"
  }
  database = { url = "postgresql://chain_booking@proxy.example:5432/chain?sign_in=iam", user_arn = "arn:aws:rds-db:us-east-1:000000000000:dbuser:prx-mocked/chain_booking" }
  network = {
    subnet_ids         = ["subnet-inside"]
    security_group_ids = ["sg-functions"]
    egress             = { subnet_ids = ["subnet-egress"], security_group_ids = ["sg-egress"] }
  }
}

run "makes_what_the_declaration_says" {
  command = plan

  module {
    source = "./modules/service"
  }

  assert {
    condition     = toset(keys(aws_lambda_function.this)) == toset(keys(yamldecode(file(var.declaration)).functions))
    error_message = "a declared function is missing"
  }

  assert {
    condition     = alltrue([for name, each in aws_lambda_function.this : each.publish && each.tracing_config[0].mode == "Active" && each.kms_key_arn == var.keys.operations])
    error_message = "a function is not published, traced or encrypted"
  }

  assert {
    condition     = alltrue([for name, each in aws_lambda_function.this : aws_lambda_alias.live[name].name == "live"])
    error_message = "a function has no alias live"
  }

  assert {
    condition     = alltrue([for each in aws_cloudwatch_log_group.function : each.retention_in_days == 365 && each.kms_key_id == var.keys.operations])
    error_message = "logs are kept for ever or in the clear"
  }
}

run "gives_each_role_the_declared_actions_alone" {
  command = plan

  module {
    source = "./modules/service"
  }

  assert {
    condition     = alltrue(flatten([for each in data.aws_iam_policy_document.function : [for statement in each.statement : [for action in statement.actions : !strcontains(action, "*")]]]))
    error_message = "an action has a wildcard"
  }

  assert {
    condition     = alltrue(flatten([for each in data.aws_iam_policy_document.function : [for statement in each.statement : !contains(statement.resources, "*") || statement.sid == "Traces"]]))
    error_message = "a statement beside the traces names every resource"
  }

  assert {
    condition     = alltrue([for each in data.aws_iam_policy_document.function : [for statement in each.statement : tolist(statement.resources) if statement.sid == "SignIn"] == [tolist([var.database.user_arn])]])
    error_message = "a function does not sign in as its service alone"
  }

  assert {
    condition     = length(distinct([for each in aws_iam_role.function : each.name])) == length(aws_lambda_function.this)
    error_message = "functions share a role"
  }

  assert {
    condition     = contains(flatten([for statement in data.aws_iam_policy_document.function["book_load"].statement : [for condition in statement.condition : condition.values]]), "chain.booking")
    error_message = "booking may put events of any source"
  }
}

run "gives_every_queue_dead_letters_and_time" {
  command = plan

  module {
    source = "./modules/service"
  }

  assert {
    condition     = toset(keys(aws_sqs_queue.this)) == toset(keys(aws_sqs_queue.dead_letters))
    error_message = "a queue has no dead letters"
  }

  assert {
    condition     = alltrue([for each in aws_sqs_queue.this : jsondecode(each.redrive_policy).maxReceiveCount >= 1])
    error_message = "a queue redrives nothing"
  }

  assert {
    condition     = alltrue([for each in concat(values(aws_sqs_queue.this), values(aws_sqs_queue.dead_letters), aws_sqs_queue.failed_calls) : each.kms_master_key_id == var.keys.operations])
    error_message = "a queue is in the clear"
  }

  assert {
    condition     = alltrue([for name, each in aws_lambda_event_source_mapping.this : aws_sqs_queue.this[name].visibility_timeout_seconds >= 6 * aws_lambda_function.this[yamldecode(file(var.declaration)).subscriptions[name].function].timeout])
    error_message = "a message shows again while its function still works"
  }

  assert {
    condition     = alltrue([for each in aws_lambda_event_source_mapping.this : contains(each.function_response_types, "ReportBatchItemFailures")])
    error_message = "one failure fails a batch"
  }

  assert {
    condition     = alltrue([for each in aws_cloudwatch_event_target.this : length(each.dead_letter_config) == 1]) && alltrue([for each in aws_scheduler_schedule.this : length(each.target[0].dead_letter_config) == 1])
    error_message = "a rule or a schedule loses what it cannot deliver"
  }
}

run "protects_tables_and_buckets" {
  command = plan

  module {
    source = "./modules/service"
  }

  assert {
    condition     = alltrue([for each in aws_dynamodb_table.this : each.deletion_protection_enabled && each.point_in_time_recovery[0].enabled && each.server_side_encryption[0].kms_key_arn == var.keys.records])
    error_message = "a table can be lost or read"
  }

  assert {
    condition     = toset(keys(module.bucket)) == toset(keys(yamldecode(file(var.declaration)).buckets)) && alltrue([for bucket in module.bucket : !bucket.may_be_emptied && bucket.key_arn == var.keys.records])
    error_message = "a bucket is missing, can be emptied, or is under another key"
  }
}

run "watches_every_function_queue_and_machine" {
  command = plan

  module {
    source = "./modules/service"
  }

  assert {
    condition     = alltrue([for name, each in aws_lambda_function.this : contains([for alarm in aws_cloudwatch_metric_alarm.this : lookup(alarm.dimensions, "FunctionName", "")], each.function_name)])
    error_message = "a function has no alarm"
  }

  assert {
    condition     = alltrue([for each in aws_sqs_queue.dead_letters : contains([for alarm in aws_cloudwatch_metric_alarm.this : lookup(alarm.dimensions, "QueueName", "")], each.name)])
    error_message = "dead letters have no alarm"
  }

  assert {
    condition     = alltrue([for name, _ in output.state_machines : contains([for alarm in aws_cloudwatch_metric_alarm.this : lookup(alarm.dimensions, "StateMachineArn", "")], "arn:aws:states:us-east-1:000000000000:stateMachine:${name}")])
    error_message = "a machine has no alarm"
  }
}

run "lets_out_those_alone_that_declare_it" {
  command = plan

  module {
    source = "./modules/service"
  }

  assert {
    condition     = tolist(aws_lambda_function.this["vet_carrier"].vpc_config[0].subnet_ids) == tolist(["subnet-egress"])
    error_message = "vet_carrier cannot reach FMCSA"
  }

  assert {
    condition     = tolist(aws_lambda_function.this["book_load"].vpc_config[0].subnet_ids) == tolist(["subnet-inside"])
    error_message = "book_load has a way out"
  }
}

run "trusts_lambda_alone_and_keeps_its_conditions" {
  command = plan

  module {
    source = "./modules/service"
  }

  assert {
    condition     = alltrue(flatten([for statement in data.aws_iam_policy_document.assume["lambda"].statement : [for each in statement.principals : each.type == "Service"]]))
    error_message = "somebody beside Lambda takes the functions' roles"
  }

  assert {
    condition     = alltrue([for bucket in module.bucket : bucket.asks_for_tls])
    error_message = "a bucket answers without TLS"
  }
}

run "leaves_out_what_an_emulator_does_not_know" {
  command = plan

  module {
    source = "./modules/service"
  }

  variables {
    emulated = true
  }

  assert {
    condition     = length(flatten([for each in data.aws_iam_policy_document.function : [for statement in each.statement : statement.condition]])) == 0
    error_message = "the emulator would refuse every event"
  }

  assert {
    condition     = alltrue([for bucket in module.bucket : !bucket.asks_for_tls])
    error_message = "the emulator, which speaks HTTP, would refuse every object"
  }
}

run "refuses_a_way_out_that_is_not_there" {
  command = plan

  module {
    source = "./modules/service"
  }

  variables {
    network = {
      subnet_ids         = ["subnet-inside"]
      security_group_ids = ["sg-functions"]
      egress             = { subnet_ids = [], security_group_ids = [] }
    }
  }

  expect_failures = [aws_lambda_function.this]
}

run "refuses_a_declaration_that_is_none" {
  command = plan

  module {
    source = "./modules/service"
  }

  variables {
    declaration = "versions.tf"
  }

  expect_failures = [var.declaration]
}

run "refuses_days_that_cloudwatch_does_not_keep" {
  command = plan

  module {
    source = "./modules/service"
  }

  variables {
    retention_days = 100
  }

  expect_failures = [var.retention_days]
}

run "refuses_a_memory_that_lambda_does_not_give" {
  command = plan

  module {
    source = "./modules/service"
  }

  variables {
    declaration = "tests/wrong/memory.yaml"
  }

  expect_failures = [var.declaration]
}

run "refuses_an_answer_that_comes_after_the_caller_left" {
  command = plan

  module {
    source = "./modules/service"
  }

  variables {
    declaration = "tests/wrong/timeout.yaml"
  }

  expect_failures = [var.declaration]
}

run "lets_it_send_by_the_named_origins_alone" {
  command = plan

  module {
    source = "./modules/service"
  }

  variables {
    declaration = "../lambdas/messaging/service.yaml"
    origins = {
      sms   = ["arn:aws:sms-voice:us-east-1:000000000000:phone-number/phone-1"]
      email = ["arn:aws:ses:us-east-1:000000000000:identity/chain.example", "arn:aws:ses:us-east-1:000000000000:configuration-set/chain-messaging"]
    }
  }

  assert {
    condition     = [for statement in data.aws_iam_policy_document.function["send_message"].statement : tolist(statement.resources) if contains(statement.actions, "sms-voice:SendTextMessage")] == [tolist(var.origins.sms)]
    error_message = "a text may be sent from another number"
  }

  assert {
    condition     = toset(flatten([for statement in data.aws_iam_policy_document.function["send_message"].statement : tolist(statement.resources) if contains(statement.actions, "ses:SendEmail")])) == toset(var.origins.email)
    error_message = "an e-mail may be sent from another domain, or SES refuses the configuration set"
  }
}

run "lets_nobody_send_by_a_channel_that_is_off" {
  command = plan

  module {
    source = "./modules/service"
  }

  variables {
    declaration = "../lambdas/messaging/service.yaml"
  }

  assert {
    condition     = !anytrue(flatten([for document in data.aws_iam_policy_document.function : [for statement in document.statement : [for action in statement.actions : startswith(action, "ses:") || startswith(action, "sms-voice:")]]]))
    error_message = "a function may send by a channel that is off"
  }
}

run "gives_up_a_record_of_a_stream_and_no_more" {
  command = plan

  module {
    source = "./modules/service"
  }

  variables {
    declaration = "tests/declarations/stream.yaml"
  }

  assert {
    condition     = alltrue([for each in aws_lambda_event_source_mapping.stream : each.bisect_batch_on_function_error && contains(each.function_response_types, "ReportBatchItemFailures")])
    error_message = "one record fails all that came with it"
  }

  assert {
    condition     = [for each in aws_lambda_event_source_mapping.stream : [each.maximum_retry_attempts, each.maximum_record_age_in_seconds, each.batch_size, each.starting_position]] == [[3, 3600, 100, "TRIM_HORIZON"]]
    error_message = "a record that cannot be processed holds up its shard for ever"
  }

  assert {
    condition     = aws_lambda_event_source_mapping.stream["record_positions"].event_source_arn == module.stream["positions"].arn && aws_lambda_event_source_mapping.stream["record_positions"].function_name == aws_lambda_alias.live["record_positions"].arn
    error_message = "the mapping reads another stream, or calls a version that no canary moves"
  }

  assert {
    condition     = aws_lambda_event_source_mapping.stream["record_positions"].destination_config[0].on_failure[0].destination_arn == aws_sqs_queue.dead_letters["record_positions"].arn && aws_sqs_queue.dead_letters["record_positions"].name == "chain-booking-record-positions-dead-letters" && aws_sqs_queue.dead_letters["record_positions"].kms_master_key_id == var.keys.operations
    error_message = "what was given up is forgotten"
  }

  assert {
    condition     = contains([for alarm in aws_cloudwatch_metric_alarm.this : lookup(alarm.dimensions, "QueueName", "")], "chain-booking-record-positions-dead-letters")
    error_message = "nobody hears of a dead letter"
  }

  assert {
    condition     = toset(flatten([for statement in data.aws_iam_policy_document.function["record_positions"].statement : tolist(statement.resources) if contains(statement.actions, "kinesis:GetRecords")])) == toset(["arn:aws:kinesis:us-east-1:000000000000:stream/chain-booking-positions"])
    error_message = "the function may read another stream"
  }

  assert {
    condition     = aws_lambda_function.this["record_positions"].environment[0].variables["POSITIONS_STREAM"] == "chain-booking-positions"
    error_message = "the function is told another stream"
  }
}

run "refuses_a_mapping_whose_function_may_not_read" {
  command = plan

  module {
    source = "./modules/service"
  }

  variables {
    declaration = "tests/wrong/stream.yaml"
  }

  expect_failures = [aws_lambda_event_source_mapping.stream]
}
