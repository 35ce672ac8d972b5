mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  account_id  = "000000000000"
  environment = "prod"
  repository  = "chain/chain"
}

run "keeps_every_state" {
  command = plan

  module {
    source = "./bootstrap"
  }

  assert {
    condition     = output.bucket == "chain-terraform-000000000000" && module.state.key_arn == aws_kms_key.state.arn && !module.state.may_be_emptied && module.state.asks_for_tls
    error_message = "the state, which names everything, can be lost or read"
  }

  assert {
    condition     = aws_kms_key.state.enable_key_rotation
    error_message = "the key of the state is for ever the same"
  }
}

run "lets_in_one_repository_from_one_environment_each" {
  command = plan

  module {
    source = "./bootstrap"
  }

  assert {
    condition = alltrue([for role, subject in { plan = "repo:chain/chain:environment:prod-plan", apply = "repo:chain/chain:environment:prod" } :
      one([for condition in data.aws_iam_policy_document.assume[role].statement[0].condition : condition.values if endswith(condition.variable, ":sub")]) == tolist([subject])
    ])
    error_message = "another repository, branch or environment enters"
  }

  assert {
    condition     = endswith(aws_iam_role_policy_attachment.pipeline["plan"].policy_arn, "/ReadOnlyAccess") && contains([for statement in data.aws_iam_policy_document.plan.statement : statement.sid if statement.effect == "Deny"], "ReadsNoRecords")
    error_message = "who plans can change the account, or read records"
  }

  assert {
    condition     = alltrue([for role in aws_iam_role.pipeline : role.permissions_boundary == "arn:aws:iam::000000000000:policy/chain-boundary-pipeline"])
    error_message = "a pipeline may do whatever its policies say one day"
  }
}

run "refuses_a_wildcard_for_a_repository" {
  command = plan

  module {
    source = "./bootstrap"
  }

  variables {
    repository = "chain/*"
  }

  expect_failures = [var.repository]
}

run "refuses_a_strange_account" {
  command = plan

  module {
    source = "./bootstrap"
  }

  variables {
    account_id = "prod"
  }

  expect_failures = [var.account_id]
}
