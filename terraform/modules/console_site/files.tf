# What is built is uploaded here; older versions stay for a while, so that a release can be taken back.

data "aws_iam_policy_document" "cloudfront" {
  statement {
    sid       = "CloudFrontReads"
    actions   = ["s3:GetObject"]
    resources = ["${local.arn}/*"]

    principals {
      type        = "Service"
      identifiers = ["cloudfront.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceArn"
      values   = [aws_cloudfront_distribution.this.arn]
    }
  }
}

module "bucket" {
  source = "../private_bucket"

  name     = local.bucket
  key_arn  = var.key_arn
  policies = [data.aws_iam_policy_document.cloudfront.json]
}
