mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  callback_urls = ["https://console.chain.example/signed-in"]
}

run "asks_for_a_second_factor_and_pkce" {
  command = plan

  module {
    source = "./modules/identity"
  }

  assert {
    condition     = aws_cognito_user_pool.this.mfa_configuration == "ON" && aws_cognito_user_pool.this.deletion_protection == "ACTIVE"
    error_message = "the pool takes a password alone, or can be deleted"
  }

  assert {
    condition     = !aws_cognito_user_pool_client.console.generate_secret && tolist(aws_cognito_user_pool_client.console.allowed_oauth_flows) == tolist(["code"])
    error_message = "the console does not sign in by code and PKCE"
  }

  assert {
    condition     = !contains(aws_cognito_user_pool_client.console.explicit_auth_flows, "ALLOW_ADMIN_USER_PASSWORD_AUTH")
    error_message = "a program may sign users in by password"
  }

  assert {
    condition     = length(setintersection(aws_cognito_user_pool_client.console.write_attributes, ["custom:workspace_id", "custom:dot_number"])) == 0
    error_message = "a user may move to another workspace"
  }

  assert {
    condition     = toset(keys(aws_cognito_user_group.this)) == toset(["owner", "admin", "member", "viewer", "carrier"])
    error_message = "the groups are not the roles"
  }
}

run "signs_in_by_a_broker_s_own_provider" {
  command = plan

  module {
    source = "./modules/identity"
  }

  variables {
    saml_providers = { acme = { metadata_url = "https://acme.example/metadata", domains = ["acme.example"] } }
  }

  assert {
    condition     = contains(aws_cognito_user_pool_client.console.supported_identity_providers, "acme")
    error_message = "the client does not know the provider"
  }
}

run "asks_the_function_what_a_token_holds" {
  command = plan

  module {
    source = "./modules/identity"
  }

  variables {
    claims_function = { name = "chain-identity-claims", arn = "arn:aws:lambda:us-east-1:000000000000:function:chain-identity-claims:live" }
  }

  assert {
    condition     = aws_cognito_user_pool.this.lambda_config[0].pre_token_generation_config[0].lambda_version == "V3_0" && endswith(aws_cognito_user_pool.this.lambda_config[0].pre_token_generation_config[0].lambda_arn, ":live")
    error_message = "access tokens of users or systems have no workspace"
  }

  assert {
    condition     = contains(["ESSENTIALS", "PLUS"], aws_cognito_user_pool.this.user_pool_tier)
    error_message = "the pool's plan knows no claims in access tokens"
  }

  assert {
    condition     = aws_lambda_permission.claims[0].source_arn == aws_cognito_user_pool.this.arn && aws_lambda_permission.claims[0].qualifier == "live"
    error_message = "another pool may call the function"
  }

  assert {
    condition     = toset(output.scopes) == toset(["chain/read", "chain/write", "chain/rule", "chain/carry"])
    error_message = "the API does not ask for a scope"
  }
}

run "lets_a_system_act_for_its_workspace_alone" {
  command = plan

  module {
    source = "./modules/identity"
  }

  variables {
    systems = {
      tms       = { workspace_id = "acme", scopes = ["read", "write"] }
      reporting = { workspace_id = "globex", scopes = ["read"] }
    }
  }

  assert {
    condition     = toset(aws_cognito_user_pool_client.system["tms"].allowed_oauth_scopes) == toset(["chain/read", "chain/write", "workspace/acme"])
    error_message = "a system may ask for more than it is given, or for another's workspace"
  }

  assert {
    condition     = aws_cognito_user_pool_client.system["tms"].generate_secret && tolist(aws_cognito_user_pool_client.system["tms"].allowed_oauth_flows) == tolist(["client_credentials"])
    error_message = "a system signs in as a person does, or without a secret"
  }
}

run "refuses_a_scope_that_is_none" {
  command = plan

  module {
    source = "./modules/identity"
  }

  variables {
    systems = { tms = { workspace_id = "acme", scopes = ["carry"] } }
  }

  expect_failures = [var.systems]
}

run "refuses_metadata_in_the_clear" {
  command = plan

  module {
    source = "./modules/identity"
  }

  variables {
    saml_providers = { acme = { metadata_url = "http://acme.example/metadata", domains = ["acme.example"] } }
  }

  expect_failures = [var.saml_providers]
}

run "refuses_a_callback_in_the_clear" {
  command = plan

  module {
    source = "./modules/identity"
  }

  variables {
    callback_urls = ["http://console.chain.example"]
  }

  expect_failures = [var.callback_urls]
}
