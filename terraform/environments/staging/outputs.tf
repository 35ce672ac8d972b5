output "platform" {
  description = "URL, identifiers and digests of what runs."
  value       = module.platform
}
