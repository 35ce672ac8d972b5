output "function_name" {
  description = "Name of the function, which `./chain deploy migrate` calls."
  value       = aws_lambda_function.this.function_name
}

output "version_arn" {
  description = "ARN of the version that the release has."
  value       = aws_lambda_function.this.qualified_arn
}
