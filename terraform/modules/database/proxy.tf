# Functions come and go; the proxy keeps the connections, and lets in by IAM and TLS alone: services as their own
# role, the migration function as the owner.

locals {
  users = "${replace(join(":", slice(split(":", aws_db_proxy.this.arn), 0, 5)), ":rds:", ":rds-db:")}:dbuser:${element(split(":", aws_db_proxy.this.arn), 6)}"
  roles = { for service in var.services : service => "chain_${replace(service, "-", "_")}" }
}

resource "aws_secretsmanager_secret" "role" {
  for_each = var.services

  name                    = "chain/${each.key}/database-role"
  description             = "name and password of the database role of ${each.key}, which the proxy uses"
  kms_key_id              = var.secrets_key_arn
  recovery_window_in_days = var.protect_data ? 30 : 0
}

resource "aws_db_proxy" "this" {
  name                   = "chain"
  engine_family          = "POSTGRESQL"
  require_tls            = true
  idle_client_timeout    = 900
  role_arn               = aws_iam_role.proxy.arn
  vpc_subnet_ids         = var.subnet_ids
  vpc_security_group_ids = [var.security_group_id]

  dynamic "auth" {
    for_each = aws_secretsmanager_secret.role

    content {
      auth_scheme = "SECRETS"
      iam_auth    = "REQUIRED"
      description = "the role of ${auth.key}"
      secret_arn  = auth.value.arn
    }
  }

  auth {
    auth_scheme = "SECRETS"
    iam_auth    = "REQUIRED"
    description = "the owner, which migrates"
    secret_arn  = aws_rds_cluster.this.master_user_secret[0].secret_arn
  }
}

resource "aws_db_proxy_default_target_group" "this" {
  db_proxy_name = aws_db_proxy.this.name

  connection_pool_config {
    max_connections_percent      = 90
    max_idle_connections_percent = 20
    connection_borrow_timeout    = 5
  }
}

resource "aws_db_proxy_target" "this" {
  db_proxy_name         = aws_db_proxy.this.name
  target_group_name     = aws_db_proxy_default_target_group.this.name
  db_cluster_identifier = aws_rds_cluster.this.id
}

data "aws_iam_policy_document" "proxy_assume" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["rds.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "proxy" {
  name                 = "chain-database-proxy"
  description          = "reads the database roles' secrets"
  assume_role_policy   = data.aws_iam_policy_document.proxy_assume.json
  permissions_boundary = var.boundary_arn
}

data "aws_iam_policy_document" "proxy" {
  statement {
    actions   = ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"]
    resources = concat([for secret in aws_secretsmanager_secret.role : secret.arn], [aws_rds_cluster.this.master_user_secret[0].secret_arn])
  }

  statement {
    actions   = ["kms:Decrypt"]
    resources = [var.secrets_key_arn]
  }
}

resource "aws_iam_role_policy" "proxy" {
  name   = "read"
  role   = aws_iam_role.proxy.id
  policy = data.aws_iam_policy_document.proxy.json
}
