output "api_urls" {
  description = "Base URL of each service's API."
  value       = { for service, api in module.api : service => api.url }
}

output "user_pool_id" {
  description = "Id of the user pool."
  value       = module.identity.user_pool_id
}

output "client_id" {
  description = "Id of the console's client."
  value       = module.identity.client_id
}

output "system_client_ids" {
  description = "Ids of the systems' clients; their secrets stay in Cognito."
  value       = module.identity.system_client_ids
}

output "state_machines" {
  description = "ARN of the version that each machine's alias starts."
  value       = { for name, workflow in module.workflow : name => workflow.version_arn }
}

output "release" {
  description = "SHA-256 of each archive that runs."
  value       = merge({ layer = local.manifest.layer.sha256 }, { for service, archive in local.manifest.services : service => archive.sha256 })
}

output "messaging" {
  description = "The numbers and mailboxes that messages come from, and what their domains' DNS must say."
  value       = { numbers = module.messaging_channels.numbers, mailboxes = var.mailboxes, dns_records = module.messaging_channels.dns_records }
}

output "console" {
  description = "Bucket, distribution and CloudFront's name of the console; null where there is none."
  value       = one(module.console_site)
}
