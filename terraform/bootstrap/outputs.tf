output "bucket" {
  description = "Bucket for `terraform init -backend-config=bucket=…` of the account's environment."
  value       = module.state.name
}

output "boundaries" {
  description = "ARN of the most that the pipelines may do, and of the most that their roles may."
  value       = local.boundaries
}
