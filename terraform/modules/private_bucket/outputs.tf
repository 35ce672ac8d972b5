output "name" {
  description = "Name of the bucket."
  value       = aws_s3_bucket.this.bucket
}

output "arn" {
  description = "ARN of the bucket."
  value       = aws_s3_bucket.this.arn
}

output "domain_name" {
  description = "Regional domain name of the bucket, which CloudFront asks."
  value       = aws_s3_bucket.this.bucket_regional_domain_name
}

output "key_arn" {
  description = "KMS key of what lies in it."
  value       = one(one(aws_s3_bucket_server_side_encryption_configuration.this.rule).apply_server_side_encryption_by_default).kms_master_key_id
}

output "locked_days" {
  description = "Days in which an object cannot be changed; null where nothing is locked."
  value       = try(aws_s3_bucket_object_lock_configuration.this[0].rule[0].default_retention[0].days, null)
}

output "may_be_emptied" {
  description = "Whether deleting the bucket deletes what lies in it."
  value       = aws_s3_bucket.this.force_destroy
}

output "asks_for_tls" {
  description = "Whether the bucket refuses HTTP."
  value       = length(aws_s3_bucket_policy.this) == 1
}
