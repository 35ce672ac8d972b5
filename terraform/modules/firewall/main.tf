locals {
  name    = "chain-${var.protects}"
  managed = ["AWSManagedRulesAmazonIpReputationList", "AWSManagedRulesKnownBadInputsRuleSet", "AWSManagedRulesSQLiRuleSet", "AWSManagedRulesCommonRuleSet", "AWSManagedRulesAnonymousIpList"]
  # brokers' systems run at hosting companies and their people behind VPNs: such callers are counted, not refused
  counted = ["AWSManagedRulesAnonymousIpList"]
}

resource "aws_wafv2_web_acl" "this" {
  name        = local.name
  description = "rates, request size and AWS's managed rules before ${local.name}"
  scope       = var.protects == "console" ? "CLOUDFRONT" : "REGIONAL"

  default_action {
    allow {}
  }

  association_config {
    request_body {
      dynamic "api_gateway" {
        for_each = var.protects == "api" ? [true] : []

        content {
          default_size_inspection_limit = "KB_64"
        }
      }

      dynamic "cloudfront" {
        for_each = var.protects == "console" ? [true] : []

        content {
          default_size_inspection_limit = "KB_64"
        }
      }
    }
  }

  rule {
    name     = "rate"
    priority = 0

    action {
      block {}
    }

    statement {
      rate_based_statement {
        aggregate_key_type = "IP"
        limit              = var.requests_per_address
      }
    }

    visibility_config {
      cloudwatch_metrics_enabled = true
      sampled_requests_enabled   = false
      metric_name                = "${local.name}-rate"
    }
  }

  rule {
    name     = "size"
    priority = 1

    action {
      block {}
    }

    statement {
      size_constraint_statement {
        comparison_operator = "GT"
        size                = var.body_bytes

        field_to_match {
          body {
            oversize_handling = "MATCH"
          }
        }

        text_transformation {
          priority = 0
          type     = "NONE"
        }
      }
    }

    visibility_config {
      cloudwatch_metrics_enabled = true
      sampled_requests_enabled   = false
      metric_name                = "${local.name}-size"
    }
  }

  dynamic "rule" {
    for_each = local.managed

    content {
      name     = rule.value
      priority = rule.key + 2

      override_action {
        dynamic "none" {
          for_each = contains(local.counted, rule.value) ? [] : [true]

          content {}
        }

        dynamic "count" {
          for_each = contains(local.counted, rule.value) ? [true] : []

          content {}
        }
      }

      statement {
        managed_rule_group_statement {
          name        = rule.value
          vendor_name = "AWS"

          # the rule `size` sets our own bound; this group's is 8 KB, and a load with many stops is larger
          dynamic "rule_action_override" {
            for_each = rule.value == "AWSManagedRulesCommonRuleSet" ? ["SizeRestrictions_BODY"] : []

            content {
              name = rule_action_override.value

              action_to_use {
                count {}
              }
            }
          }
        }
      }

      visibility_config {
        cloudwatch_metrics_enabled = true
        sampled_requests_enabled   = false
        metric_name                = "${local.name}-${rule.value}"
      }
    }
  }

  visibility_config {
    cloudwatch_metrics_enabled = true
    sampled_requests_enabled   = false
    metric_name                = local.name
  }
}

# WAF writes to groups of this prefix alone.
resource "aws_cloudwatch_log_group" "firewall" {
  name              = "aws-waf-logs-${local.name}"
  retention_in_days = var.retention_days
  kms_key_id        = var.key_arn
}

resource "aws_wafv2_web_acl_logging_configuration" "this" {
  resource_arn            = aws_wafv2_web_acl.this.arn
  log_destination_configs = [aws_cloudwatch_log_group.firewall.arn]

  redacted_fields {
    single_header {
      name = "authorization"
    }
  }
}
