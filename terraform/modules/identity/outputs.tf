output "user_pool_id" {
  description = "Id of the user pool."
  value       = aws_cognito_user_pool.this.id
}

output "user_pool_arn" {
  description = "ARN of the user pool."
  value       = aws_cognito_user_pool.this.arn
}

output "client_id" {
  description = "Id of the console's client."
  value       = aws_cognito_user_pool_client.console.id
}

output "scopes" {
  description = "The scopes one of which an access token must hold; none where the pool makes no such tokens."
  value       = var.claims_function == null ? [] : [for scope in aws_cognito_resource_server.chain.scope : "chain/${scope.scope_name}"]
}

output "system_client_ids" {
  description = "Ids of the systems' clients."
  value       = { for name, client in aws_cognito_user_pool_client.system : name => client.id }
}
