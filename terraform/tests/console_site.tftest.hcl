mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  host            = "console.chain.example"
  certificate_arn = "arn:aws:acm:us-east-1:000000000000:certificate/00000000-0000-0000-0000-000000000000"
  connects_to     = ["https://booking.api.chain.example"]
  key_arn         = "arn:aws:kms:us-east-1:000000000000:key/00000000-0000-0000-0000-000000000000"
}

run "keeps_the_files_for_cloudfront_alone" {
  command = plan

  module {
    source = "./modules/console_site"
  }

  assert {
    condition = one([for statement in data.aws_iam_policy_document.cloudfront.statement : statement.condition]) == toset([{
      test     = "StringEquals"
      variable = "aws:SourceArn"
      values   = tolist(["arn:aws:cloudfront::000000000000:distribution/MOCKED"])
    }])
    error_message = "somebody else than this distribution reads"
  }

  assert {
    condition     = aws_cloudfront_origin_access_control.this.signing_behavior == "always" && one([for origin in aws_cloudfront_distribution.this.origin : origin.origin_access_control_id]) == aws_cloudfront_origin_access_control.this.id
    error_message = "CloudFront does not sign what it asks"
  }

  assert {
    condition     = module.bucket.key_arn == var.key_arn
    error_message = "the files are not under the key"
  }
}

run "speaks_tls_alone_and_tells_browsers_what_they_may_do" {
  command = plan

  module {
    source = "./modules/console_site"
  }

  assert {
    condition     = aws_cloudfront_distribution.this.viewer_certificate[0].minimum_protocol_version == "TLSv1.2_2021" && aws_cloudfront_distribution.this.default_cache_behavior[0].viewer_protocol_policy == "redirect-to-https"
    error_message = "an old protocol or HTTP is answered"
  }

  assert {
    condition     = aws_cloudfront_distribution.this.web_acl_id == module.firewall.arn && aws_cloudfront_distribution.this.restrictions[0].geo_restriction[0].restriction_type == "blacklist" && aws_cloudfront_distribution.this.default_cache_behavior[0].response_headers_policy_id == aws_cloudfront_response_headers_policy.this.id
    error_message = "the firewall or the headers are missing"
  }

  assert {
    condition = alltrue([for part in ["default-src 'self'", "connect-src 'self' https://booking.api.chain.example", "frame-ancestors 'none'", "object-src 'none'"] :
    strcontains(aws_cloudfront_response_headers_policy.this.security_headers_config[0].content_security_policy[0].content_security_policy, part)])
    error_message = "a page may load, call or be framed by strangers"
  }

  assert {
    condition     = aws_cloudfront_response_headers_policy.this.security_headers_config[0].strict_transport_security[0].access_control_max_age_sec >= 31536000 && aws_cloudfront_response_headers_policy.this.security_headers_config[0].frame_options[0].frame_option == "DENY"
    error_message = "browsers may fall back to HTTP, or frame the console"
  }
}

run "logs_who_asked_without_what_came_back_with_a_sign_in" {
  command = plan

  module {
    source = "./modules/console_site"
  }

  assert {
    condition     = aws_cloudwatch_log_group.this.kms_key_id == var.key_arn && aws_cloudwatch_log_group.this.retention_in_days == 365
    error_message = "the log is in the clear or not kept a year"
  }

  assert {
    condition     = length(setintersection(aws_cloudwatch_log_delivery.this.record_fields, ["cs-uri-query", "cs(Cookie)", "cs(Referer)"])) == 0 && contains(aws_cloudwatch_log_delivery.this.record_fields, "sc-status")
    error_message = "the log holds codes or cookies, or nothing of use"
  }
}

run "refuses_a_certificate_of_another_region" {
  command = plan

  module {
    source = "./modules/console_site"
  }

  variables {
    certificate_arn = "arn:aws:acm:us-west-2:000000000000:certificate/00000000-0000-0000-0000-000000000000"
  }

  expect_failures = [var.certificate_arn]
}

run "refuses_a_host_with_a_protocol" {
  command = plan

  module {
    source = "./modules/console_site"
  }

  variables {
    host = "https://console.chain.example"
  }

  expect_failures = [var.host]
}

run "refuses_to_call_in_the_clear" {
  command = plan

  module {
    source = "./modules/console_site"
  }

  variables {
    connects_to = ["http://booking.api.chain.example"]
  }

  expect_failures = [var.connects_to]
}
