output "arn" {
  description = "ARN of the bus."
  value       = aws_cloudwatch_event_bus.this.arn
}

output "archive_arn" {
  description = "ARN of the archive, which replays."
  value       = aws_cloudwatch_event_archive.this.arn
}
