output "bucket" {
  description = "Bucket that the built console is uploaded to."
  value       = module.bucket.name
}

output "distribution_id" {
  description = "Id of the distribution, whose cached index.html an upload invalidates."
  value       = aws_cloudfront_distribution.this.id
}

output "domain_name" {
  description = "CloudFront's own name, which the console's host is an alias of in DNS."
  value       = aws_cloudfront_distribution.this.domain_name
}
