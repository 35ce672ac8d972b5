mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  boundary_arn = "arn:aws:iam::000000000000:policy/chain-boundary-role"
  name         = "chain-messaging-message"
  definition   = "../statemachines/asl/message.asl.json"
  key_arn      = "arn:aws:kms:us-east-1:000000000000:key/00000000-0000-0000-0000-000000000000"
  placeholders = {
    plan_message_arn = "arn:aws:lambda:us-east-1:000000000000:function:chain-messaging-plan-message:7"
    send_message_arn = "arn:aws:lambda:us-east-1:000000000000:function:chain-messaging-send-message:7"
    await_reply_arn  = "arn:aws:lambda:us-east-1:000000000000:function:chain-messaging-await-reply:7"
  }
  permissions = [{
    actions   = ["lambda:InvokeFunction"]
    resources = ["arn:aws:lambda:us-east-1:000000000000:function:chain-messaging-plan-message:*"]
  }]
}

run "publishes_a_version_that_logs_no_data" {
  command = plan

  module {
    source = "./modules/workflow"
  }

  assert {
    condition     = aws_sfn_state_machine.this.publish && strcontains(aws_sfn_state_machine.this.definition, "chain-messaging-plan-message:7")
    error_message = "no version, or not on a published function"
  }

  assert {
    condition     = !aws_sfn_state_machine.this.logging_configuration[0].include_execution_data
    error_message = "data of runs are logged"
  }

  assert {
    condition     = aws_sfn_state_machine.this.encryption_configuration[0].kms_key_id == var.key_arn
    error_message = "runs are not under the key"
  }

  assert {
    condition     = aws_sfn_state_machine.this.tracing_configuration[0].enabled && aws_cloudwatch_log_group.this.retention_in_days == 365
    error_message = "no traces, or logs not kept a year"
  }

  assert {
    condition     = [for each in aws_sfn_alias.live.routing_configuration : each.weight] == [100]
    error_message = "new runs do not start the newest version"
  }

  assert {
    condition     = !strcontains(aws_sfn_state_machine.this.definition, "$${")
    error_message = "a placeholder is left"
  }
}

run "refuses_a_definition_that_is_none" {
  command = plan

  module {
    source = "./modules/workflow"
  }

  variables {
    definition = "versions.tf"
  }

  expect_failures = [var.definition]
}

run "refuses_every_resource" {
  command = plan

  module {
    source = "./modules/workflow"
  }

  variables {
    permissions = [{ actions = ["lambda:InvokeFunction"], resources = ["*"] }]
  }

  expect_failures = [var.permissions]
}
