# How traffic moves to a published version: CodeDeploy shifts the weight of a function's alias `live`, and shifts it
# back when one of the function's alarms rings. `./chain deploy shift` starts it; Terraform moves no traffic.

data "aws_caller_identity" "current" {}
data "aws_region" "current" {}
data "aws_partition" "current" {}

locals {
  partition = data.aws_partition.current.partition
  place     = "${data.aws_region.current.name}:${data.aws_caller_identity.current.account_id}"
}

resource "aws_codedeploy_app" "this" {
  name             = "chain-${var.service}"
  compute_platform = "Lambda"
}

resource "aws_codedeploy_deployment_group" "this" {
  for_each = var.functions

  app_name               = aws_codedeploy_app.this.name
  deployment_group_name  = each.key
  deployment_config_name = "CodeDeployDefault.Lambda${var.speed}"
  service_role_arn       = aws_iam_role.this.arn

  deployment_style {
    deployment_option = "WITH_TRAFFIC_CONTROL"
    deployment_type   = "BLUE_GREEN"
  }

  alarm_configuration {
    enabled                   = true
    alarms                    = each.value
    ignore_poll_alarm_failure = false
  }

  auto_rollback_configuration {
    enabled = true
    events  = ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST"]
  }
}

data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["codedeploy.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "this" {
  name                 = "chain-${var.service}-canary"
  description          = "moves the aliases of ${var.service}'s functions"
  assume_role_policy   = data.aws_iam_policy_document.assume.json
  permissions_boundary = var.boundary_arn
}

data "aws_iam_policy_document" "this" {
  statement {
    sid       = "MovesAliases"
    actions   = ["lambda:GetAlias", "lambda:GetFunction", "lambda:GetProvisionedConcurrencyConfig", "lambda:UpdateAlias"]
    resources = flatten([for name, _ in var.functions : [for suffix in ["", ":*"] : "arn:${local.partition}:lambda:${local.place}:function:${name}${suffix}"]])
  }

  statement {
    sid       = "ListensToAlarms"
    actions   = ["cloudwatch:DescribeAlarms"]
    resources = [for name in distinct(flatten(values(var.functions))) : "arn:${local.partition}:cloudwatch:${local.place}:alarm:${name}"]
  }
}

resource "aws_iam_role_policy" "this" {
  name   = "move"
  role   = aws_iam_role.this.id
  policy = data.aws_iam_policy_document.this.json
}
