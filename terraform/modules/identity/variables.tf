variable "callback_urls" {
  description = "Where the console is, and sign-in returns to."
  type        = list(string)

  validation {
    condition     = length(var.callback_urls) > 0 && alltrue([for url in var.callback_urls : startswith(url, "https://") || startswith(url, "http://localhost")])
    error_message = "Sign-in returns to https:// addresses alone, or to http://localhost for development: name at least one."
  }
}

variable "domain_prefix" {
  description = "Prefix of the sign-in pages' domain, unique in the region; empty makes none."
  type        = string
  default     = ""

  validation {
    condition     = var.domain_prefix == "" || can(regex("^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$", var.domain_prefix))
    error_message = "The prefix has 1 to 63 lower-case letters, digits and hyphens, no hyphen at its ends."
  }
}

variable "saml_providers" {
  description = "By name, the metadata and e-mail domains of each broker's own SAML identity provider."
  type = map(object({
    metadata_url = string
    domains      = list(string)
  }))
  default = {}

  validation {
    condition     = alltrue([for provider in var.saml_providers : startswith(provider.metadata_url, "https://")])
    error_message = "Metadata of an identity provider must come over https://."
  }
}

variable "second_factor" {
  description = "Whether everybody signs in with a one-time password as well."
  type        = bool
  default     = true
}

variable "threat_protection" {
  description = "Whether Cognito refuses stolen passwords and risky sign-ins; AWS bills it by user."
  type        = bool
  default     = true
}

variable "password_sign_in" {
  description = "Whether an administrator's program may sign users in by password: for tests on one machine."
  type        = bool
  default     = false
}

variable "token_hours" {
  description = "Hours that a token is valid."
  type        = number
  default     = 1

  validation {
    condition     = var.token_hours >= 1 && var.token_hours <= 24
    error_message = "Tokens are valid for 1 to 24 hours."
  }
}

variable "protect_data" {
  description = "Whether the pool refuses to be deleted."
  type        = bool
  default     = true
}
