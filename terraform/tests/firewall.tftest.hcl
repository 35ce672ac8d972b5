mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  key_arn = "arn:aws:kms:us-east-1:000000000000:key/00000000-0000-0000-0000-000000000000"
}

run "blocks_rates_sizes_and_known_attacks" {
  command = plan

  module {
    source = "./modules/firewall"
  }

  assert {
    condition     = toset([for rule in aws_wafv2_web_acl.this.rule : rule.name]) == toset(["rate", "size", "AWSManagedRulesAmazonIpReputationList", "AWSManagedRulesKnownBadInputsRuleSet", "AWSManagedRulesSQLiRuleSet", "AWSManagedRulesCommonRuleSet", "AWSManagedRulesAnonymousIpList"])
    error_message = "the firewall lacks a rule"
  }

  assert {
    condition     = aws_cloudwatch_log_group.firewall.kms_key_id == var.key_arn && aws_cloudwatch_log_group.firewall.retention_in_days == 365
    error_message = "the firewall's log is in the clear or not kept a year"
  }
}

run "counts_anonymous_callers_and_refuses_attacks" {
  command = plan

  module {
    source = "./modules/firewall"
  }

  assert {
    condition     = [for rule in aws_wafv2_web_acl.this.rule : rule.name if length(rule.override_action) > 0 && length(try(rule.override_action[0].count, [])) > 0] == ["AWSManagedRulesAnonymousIpList"]
    error_message = "callers from hosting companies are refused, or an attack is only counted"
  }
}

run "protects_the_console_before_cloudfront" {
  command = plan

  module {
    source = "./modules/firewall"
  }

  variables {
    protects = "console"
  }

  assert {
    condition     = aws_wafv2_web_acl.this.scope == "CLOUDFRONT" && aws_wafv2_web_acl.this.name == "chain-console"
    error_message = "the firewall is not CloudFront's"
  }
}

run "refuses_a_body_that_waf_cannot_measure" {
  command = plan

  module {
    source = "./modules/firewall"
  }

  variables {
    body_bytes = 1000000
  }

  expect_failures = [var.body_bytes]
}
