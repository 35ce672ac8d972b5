output "bucket" {
  description = "Bucket for `terraform init -backend-config=bucket=…` of the account's environment."
  value       = aws_s3_bucket.state.bucket
}
