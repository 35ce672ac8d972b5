output "platform" {
  description = "What the programs of one machine are told: each service's API, who signs in, what starts a run."
  value = {
    api_urls           = local.api_urls
    user_pool_id       = module.identity.user_pool_id
    client_id          = module.identity.client_id
    state_machine_arns = { for name, machine in module.workflow : name => machine.arn }
  }
}
