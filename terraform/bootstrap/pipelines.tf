# GitHub's jobs enter by OIDC: what plans reads the account, what applies changes it, and each from its own environment.

locals {
  issuer  = "token.actions.githubusercontent.com"
  account = data.aws_caller_identity.current.account_id
  roles   = { plan = "${var.environment}-plan", apply = var.environment }
  managed = { plan = "ReadOnlyAccess", apply = "PowerUserAccess" }
  ours    = "arn:aws:iam::${local.account}:role"

  # IAM asks for the boundary in these alone: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
  role_actions = {
    bounded = [
      "iam:AttachRolePolicy",
      "iam:CreateRole",
      "iam:DeleteRolePolicy",
      "iam:DetachRolePolicy",
      "iam:PutRolePermissionsBoundary",
      "iam:PutRolePolicy",
    ]
    free = [
      "iam:DeleteRole",
      "iam:PassRole",
      "iam:TagRole",
      "iam:UntagRole",
      "iam:UpdateAssumeRolePolicy",
      "iam:UpdateRole",
    ]
  }
}

resource "aws_iam_openid_connect_provider" "github" {
  url            = "https://${local.issuer}"
  client_id_list = ["sts.amazonaws.com"]
}

data "aws_iam_policy_document" "assume" {
  for_each = local.roles

  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.github.arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer}:aud"
      values   = ["sts.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer}:sub"
      values   = ["repo:${var.repository}:environment:${each.value}"]
    }
  }
}

resource "aws_iam_role" "pipeline" {
  for_each = local.roles

  name                 = "chain-${each.key}"
  description          = "jobs of ${var.repository} in GitHub's environment ${each.value}"
  assume_role_policy   = data.aws_iam_policy_document.assume[each.key].json
  permissions_boundary = local.boundaries.pipeline
  max_session_duration = 7200

  depends_on = [aws_iam_policy.boundary]
}

resource "aws_iam_role_policy_attachment" "pipeline" {
  for_each = local.roles

  role       = aws_iam_role.pipeline[each.key].name
  policy_arn = "arn:aws:iam::aws:policy/${local.managed[each.key]}"
}

# Terraform reads a secret's version to compare it: of our secrets only those that hold a database's address.
data "aws_iam_policy_document" "plan" {
  statement {
    sid       = "SavesPlans"
    actions   = ["s3:PutObject"]
    resources = ["${local.arn}/plans/*"]
  }

  statement {
    sid       = "State"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [aws_kms_key.state.arn]
  }

  statement {
    sid       = "DatabaseAddresses"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = ["arn:aws:secretsmanager:*:${local.account}:secret:chain/*/database-??????"]
  }

  statement {
    sid       = "ReadsNoRecords"
    effect    = "Deny"
    actions   = ["dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan", "logs:GetLogEvents", "sqs:ReceiveMessage"]
    resources = ["*"]
  }
}

# PowerUserAccess leaves out IAM: roles are ours by name, and the boundary says which.
data "aws_iam_policy_document" "apply" {
  statement {
    sid       = "OurRoles"
    actions   = concat(local.role_actions.bounded, local.role_actions.free, ["iam:Get*", "iam:List*"])
    resources = ["${local.ours}/chain-*"]
  }

  statement {
    sid       = "ServicesOwnRoles"
    actions   = ["iam:CreateServiceLinkedRole"]
    resources = ["${local.ours}/aws-service-role/*"]
  }
}

resource "aws_iam_role_policy" "pipeline" {
  for_each = { plan = data.aws_iam_policy_document.plan.json, apply = data.aws_iam_policy_document.apply.json }

  name   = "declared"
  role   = aws_iam_role.pipeline[each.key].id
  policy = each.value
}
