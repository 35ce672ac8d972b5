variable "protects" {
  description = "What is behind it: `api` (REST APIs of this region) or `console` (CloudFront; made in us-east-1)."
  type        = string
  default     = "api"

  validation {
    condition     = contains(["api", "console"], var.protects)
    error_message = "The firewall protects `api` or `console`."
  }
}

variable "requests_per_address" {
  description = "Requests that one address may make in five minutes."
  type        = number
  default     = 3000

  validation {
    condition     = var.requests_per_address >= 10 && var.requests_per_address <= 2000000000
    error_message = "WAF counts 10 to 2,000,000,000 requests in five minutes."
  }
}

variable "body_bytes" {
  description = "Size of the largest request body that is let in."
  type        = number
  default     = 65536

  validation {
    condition     = var.body_bytes >= 1024 && var.body_bytes <= 65536
    error_message = "WAF measures bodies up to 65,536 bytes; larger ones are refused in any case."
  }
}

variable "key_arn" {
  description = "KMS key of the logs."
  type        = string
}

variable "retention_days" {
  description = "Days that the firewall's logs are kept."
  type        = number
  default     = 365
}
