output "arn" {
  description = "ARN of the state machine."
  value       = aws_sfn_state_machine.this.arn
}

output "alias_arn" {
  description = "ARN of the alias `live`, which callers start."
  value       = aws_sfn_alias.live.arn
}

output "version_arn" {
  description = "ARN of the version that the applied definition has."
  value       = aws_sfn_state_machine.this.state_machine_version_arn
}
