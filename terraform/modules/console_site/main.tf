# The console: files in a private bucket that CloudFront alone reads, by a signature of its own (origin access control).

data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}

locals {
  bucket = "chain-console-${data.aws_caller_identity.current.account_id}"
  arn    = "arn:${data.aws_partition.current.partition}:s3:::${local.bucket}"
  # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
  caching_optimized = "658327ea-f89d-4fab-a63d-7e88639e58f6"
}

resource "aws_cloudfront_origin_access_control" "this" {
  name                              = "chain-console"
  description                       = "CloudFront signs what it asks of the console's bucket"
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}

module "firewall" {
  source = "../firewall"

  protects       = "console"
  key_arn        = var.key_arn
  retention_days = var.retention_days
}

resource "aws_cloudfront_distribution" "this" {
  comment             = "chain's console"
  enabled             = true
  is_ipv6_enabled     = true
  http_version        = "http2and3"
  price_class         = "PriceClass_100"
  aliases             = [var.host]
  default_root_object = "index.html"
  web_acl_id          = module.firewall.arn

  origin {
    origin_id                = "files"
    domain_name              = module.bucket.domain_name
    origin_access_control_id = aws_cloudfront_origin_access_control.this.id
  }

  default_cache_behavior {
    target_origin_id           = "files"
    viewer_protocol_policy     = "redirect-to-https"
    allowed_methods            = ["GET", "HEAD"]
    cached_methods             = ["GET", "HEAD"]
    compress                   = true
    cache_policy_id            = local.caching_optimized
    response_headers_policy_id = aws_cloudfront_response_headers_policy.this.id
  }

  # a page is a route of the console, not a file; S3 says 403 for what is not there, because nobody may list
  custom_error_response {
    error_code            = 403
    response_code         = 200
    response_page_path    = "/index.html"
    error_caching_min_ttl = 10
  }

  viewer_certificate {
    acm_certificate_arn      = var.certificate_arn
    minimum_protocol_version = "TLSv1.2_2021"
    ssl_support_method       = "sni-only"
  }

  restrictions {
    geo_restriction {
      restriction_type = "blacklist"
      locations        = var.refused_countries
    }
  }
}

# https://owasp.org/www-project-secure-headers/
resource "aws_cloudfront_response_headers_policy" "this" {
  name    = "chain-console"
  comment = "what browsers may do with the console"

  security_headers_config {
    content_security_policy {
      content_security_policy = join("; ", [
        "default-src 'self'",
        "connect-src ${join(" ", concat(["'self'"], var.connects_to))}",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "object-src 'none'",
      ])
      override = true
    }

    strict_transport_security {
      access_control_max_age_sec = 63072000
      include_subdomains         = true
      preload                    = true
      override                   = true
    }

    content_type_options {
      override = true
    }

    frame_options {
      frame_option = "DENY"
      override     = true
    }

    referrer_policy {
      referrer_policy = "no-referrer"
      override        = true
    }
  }

  custom_headers_config {
    dynamic "items" {
      for_each = { "Permissions-Policy" = "camera=(), geolocation=(), microphone=()", "Cross-Origin-Opener-Policy" = "same-origin" }

      content {
        header   = items.key
        value    = items.value
        override = true
      }
    }
  }
}
