output "bucket_arn" {
  description = "ARN of the bucket that holds the trail."
  value       = module.bucket.arn
}

output "trail_arn" {
  description = "ARN of the trail."
  value       = aws_cloudtrail.this.arn
}
