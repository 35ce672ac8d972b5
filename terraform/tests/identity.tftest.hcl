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
