# Who signs in: staff and carriers in one pool, roles as groups, the workspace as an attribute that only
# administrators write, so that no user moves to another workspace. Systems sign in by client credentials, each for one
# workspace. The function of `claims_function` gives tokens their workspace and scopes (lambdas/identity).

resource "aws_cognito_user_pool" "this" {
  name                     = "chain"
  deletion_protection      = var.protect_data ? "ACTIVE" : "INACTIVE"
  mfa_configuration        = var.second_factor ? "ON" : "OFF"
  auto_verified_attributes = ["email"]
  user_pool_tier           = var.threat_protection ? "PLUS" : "ESSENTIALS"

  admin_create_user_config {
    allow_admin_create_user_only = true
  }

  password_policy {
    minimum_length                   = 16
    require_lowercase                = true
    require_numbers                  = true
    require_symbols                  = true
    require_uppercase                = true
    temporary_password_validity_days = 3
  }

  dynamic "software_token_mfa_configuration" {
    for_each = var.second_factor ? [true] : []

    content {
      enabled = true
    }
  }

  dynamic "user_pool_add_ons" {
    for_each = var.threat_protection ? [true] : []

    content {
      advanced_security_mode = "ENFORCED"
    }
  }

  account_recovery_setting {
    recovery_mechanism {
      name     = "verified_email"
      priority = 1
    }
  }

  dynamic "schema" {
    for_each = toset(["workspace_id", "dot_number"])

    content {
      name                = schema.key
      attribute_data_type = "String"
      mutable             = true

      string_attribute_constraints {
        min_length = 1
        max_length = 256
      }
    }
  }

  # version 3 is version 2 with client credentials as well
  dynamic "lambda_config" {
    for_each = var.claims_function == null ? [] : [var.claims_function.arn]

    content {
      pre_token_generation_config {
        lambda_arn     = lambda_config.value
        lambda_version = "V3_0"
      }
    }
  }

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_lambda_permission" "claims" {
  count = var.claims_function == null ? 0 : 1

  statement_id  = "user-pool"
  action        = "lambda:InvokeFunction"
  principal     = "cognito-idp.amazonaws.com"
  function_name = var.claims_function.name
  qualifier     = "live"
  source_arn    = aws_cognito_user_pool.this.arn
}

resource "aws_cognito_user_group" "this" {
  for_each = toset(["owner", "admin", "member", "viewer", "carrier"])

  name         = each.key
  description  = "role ${each.key}"
  user_pool_id = aws_cognito_user_pool.this.id
}

resource "aws_cognito_user_pool_domain" "this" {
  count = var.domain_prefix == "" ? 0 : 1

  domain       = var.domain_prefix
  user_pool_id = aws_cognito_user_pool.this.id
}

resource "aws_cognito_identity_provider" "saml" {
  for_each = var.saml_providers

  user_pool_id      = aws_cognito_user_pool.this.id
  provider_name     = each.key
  provider_type     = "SAML"
  provider_details  = { MetadataURL = each.value.metadata_url, IDPSignout = "true" }
  idp_identifiers   = each.value.domains
  attribute_mapping = { email = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress" }
}

# A client without a secret signs in by code and PKCE alone; passwords never pass through it.
resource "aws_cognito_user_pool_client" "console" {
  name         = "chain"
  user_pool_id = aws_cognito_user_pool.this.id

  generate_secret                      = false
  allowed_oauth_flows_user_pool_client = true
  allowed_oauth_flows                  = ["code"]
  allowed_oauth_scopes                 = concat(["openid", "email", "profile"], [for scope in keys(local.scopes) : "chain/${scope}"])
  callback_urls                        = var.callback_urls
  logout_urls                          = var.callback_urls
  supported_identity_providers         = concat(["COGNITO"], [for provider in aws_cognito_identity_provider.saml : provider.provider_name])
  explicit_auth_flows                  = concat(["ALLOW_REFRESH_TOKEN_AUTH"], var.password_sign_in ? ["ALLOW_ADMIN_USER_PASSWORD_AUTH"] : [])

  read_attributes               = ["email", "name", "custom:workspace_id", "custom:dot_number"]
  write_attributes              = ["email", "name"]
  prevent_user_existence_errors = "ENABLED"
  enable_token_revocation       = true
  id_token_validity             = var.token_hours
  access_token_validity         = var.token_hours
  refresh_token_validity        = 7

  token_validity_units {
    id_token      = "hours"
    access_token  = "hours"
    refresh_token = "days"
  }
}
