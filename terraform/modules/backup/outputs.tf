output "vault_arn" {
  description = "ARN of the vault in this region."
  value       = aws_backup_vault.this.arn
}

output "copies_arn" {
  description = "ARN of the vault in the second region."
  value       = aws_backup_vault.copies.arn
}

output "plan" {
  description = "The plan and its role, for who puts a resource of its own under it."
  value       = { plan_id = aws_backup_plan.this.id, role_arn = aws_iam_role.this.arn }
}
