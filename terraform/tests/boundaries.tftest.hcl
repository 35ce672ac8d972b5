# With the provider itself, which writes policies without asking AWS: tests/local/terraform/test_boundaries.py judges
# what these policies allow.
provider "aws" {
  region                      = "us-east-1"
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

override_data {
  target          = data.aws_caller_identity.current
  override_during = plan
  values          = { account_id = "000000000000" }
}

variables {
  account_id  = "000000000000"
  environment = "prod"
  repository  = "chain/chain"
}

run "writes_boundaries_that_iam_takes" {
  command = plan

  module {
    source = "./bootstrap"
  }

  # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  assert {
    condition     = alltrue([for policy in aws_iam_policy.boundary : length(replace(policy.policy, "/\\s/", "")) <= 6144])
    error_message = "a boundary is longer than IAM takes"
  }

  assert {
    condition     = output.boundaries == { for name, policy in aws_iam_policy.boundary : name => "arn:aws:iam::000000000000:policy/${policy.name}" }
    error_message = "the boundaries are not those that the policies name"
  }
}
