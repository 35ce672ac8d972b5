# What a token may be asked for, and the systems that ask without a person: each for one workspace, told by its scope.

locals {
  scopes = {
    read  = "reads loads, bookings and messages"
    write = "books, negotiates and writes"
    rule  = "changes the workspace's rules"
    carry = "answers as a carrier"
  }
  workspaces = toset([for system in var.systems : system.workspace_id])
}

resource "aws_cognito_resource_server" "chain" {
  identifier   = "chain"
  name         = "chain"
  user_pool_id = aws_cognito_user_pool.this.id

  dynamic "scope" {
    for_each = local.scopes

    content {
      scope_name        = scope.key
      scope_description = scope.value
    }
  }
}

resource "aws_cognito_resource_server" "workspace" {
  count = length(local.workspaces) > 0 ? 1 : 0

  identifier   = "workspace"
  name         = "workspaces of systems"
  user_pool_id = aws_cognito_user_pool.this.id

  dynamic "scope" {
    for_each = local.workspaces

    content {
      scope_name        = scope.key
      scope_description = "acts for ${scope.key}"
    }
  }
}

# The secret stays in Cognito: an operator hands it over, and Terraform puts it nowhere else.
resource "aws_cognito_user_pool_client" "system" {
  for_each = var.systems

  name         = "chain-${each.key}"
  user_pool_id = aws_cognito_user_pool.this.id

  generate_secret                      = true
  allowed_oauth_flows_user_pool_client = true
  allowed_oauth_flows                  = ["client_credentials"]
  allowed_oauth_scopes                 = concat([for scope in each.value.scopes : "chain/${scope}"], ["workspace/${each.value.workspace_id}"])
  explicit_auth_flows                  = []
  enable_token_revocation              = true
  access_token_validity                = var.token_hours

  token_validity_units {
    access_token = "hours"
  }

  depends_on = [aws_cognito_resource_server.chain, aws_cognito_resource_server.workspace]
}
