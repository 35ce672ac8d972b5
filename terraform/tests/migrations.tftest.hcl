mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  boundary_arn = "arn:aws:iam::000000000000:policy/chain-boundary-role"
  layer_arn    = "arn:aws:lambda:us-east-1:000000000000:layer:chain:1"
  keys = {
    operations = "arn:aws:kms:us-east-1:000000000000:key/00000000-0000-0000-0000-000000000000"
    secrets    = "arn:aws:kms:us-east-1:000000000000:key/11111111-1111-1111-1111-111111111111"
  }
  network = { subnet_ids = ["subnet-inside"], security_group_ids = ["sg-functions"] }
  database = {
    url              = "postgresql://chain_owner@chain.proxy-1.us-east-1.rds.amazonaws.com:5432/chain?sign_in=iam"
    user_arn         = "arn:aws:rds-db:us-east-1:000000000000:dbuser:prx-1/chain_owner"
    role_secret_arns = { booking = "arn:aws:secretsmanager:us-east-1:000000000000:secret:chain/booking/database-role-AbCdEf" }
  }
}

run "migrates_as_the_owner_and_nothing_else" {
  command = plan

  module {
    source = "./modules/migrations"
  }

  assert {
    condition     = one([for statement in data.aws_iam_policy_document.this.statement : tolist(statement.resources)[0] if contains(statement.actions, "rds-db:connect")]) == "arn:aws:rds-db:us-east-1:000000000000:dbuser:prx-1/chain_owner"
    error_message = "the function may enter as somebody else"
  }

  assert {
    condition     = alltrue([for statement in data.aws_iam_policy_document.this.statement : !contains(statement.resources, "*") || statement.sid == "Traces"])
    error_message = "a statement beside the traces names every resource"
  }

  assert {
    condition     = aws_lambda_function.this.reserved_concurrent_executions == 1 && aws_lambda_function.this.timeout == 900 && aws_lambda_function.this.kms_key_arn == var.keys.operations
    error_message = "two migrations may run at once, one may be cut short, or the environment is in the clear"
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.errors.dimensions.FunctionName == aws_lambda_function.this.function_name
    error_message = "a failed migration is not heard"
  }
}

run "refuses_a_place_outside_of_the_network" {
  command = plan

  module {
    source = "./modules/migrations"
  }

  variables {
    network = { subnet_ids = [], security_group_ids = [] }
  }

  expect_failures = [var.network]
}

run "refuses_a_password" {
  command = plan

  module {
    source = "./modules/migrations"
  }

  variables {
    database = {
      url              = "postgresql://chain_owner:secret@chain.proxy-1.us-east-1.rds.amazonaws.com:5432/chain"
      user_arn         = "arn:aws:rds-db:us-east-1:000000000000:dbuser:prx-1/chain_owner"
      role_secret_arns = {}
    }
  }

  expect_failures = [var.database]
}
