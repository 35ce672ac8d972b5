output "vault_arn" {
  description = "ARN of the vault in this region."
  value       = aws_backup_vault.this.arn
}

output "copies_arn" {
  description = "ARN of the vault in the second region."
  value       = aws_backup_vault.copies.arn
}
