output "keys" {
  description = "ARN of each key, by class of data."
  value       = { for class, key in aws_kms_key.this : class => key.arn }
}
