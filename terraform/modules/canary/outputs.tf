output "application" {
  description = "Name of the CodeDeploy application; its groups have the functions' names."
  value       = aws_codedeploy_app.this.name
}
