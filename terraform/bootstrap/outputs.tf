output "bucket" {
  description = "Bucket for `terraform init -backend-config=bucket=…` of the account's environment."
  value       = module.state.name
}
