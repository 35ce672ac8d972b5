output "bucket_arn" {
  description = "ARN of the bucket that holds the trail."
  value       = aws_s3_bucket.this.arn
}

output "trail_arn" {
  description = "ARN of the trail."
  value       = aws_cloudtrail.this.arn
}
