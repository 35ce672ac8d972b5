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
  description = "By workspace, the metadata and e-mail domains of the broker's own SAML identity provider, which vouches for users of that workspace alone."
  type = map(object({
    metadata_url = string
    domains      = list(string)
  }))
  default = {}

  validation {
    condition     = alltrue([for provider in var.saml_providers : startswith(provider.metadata_url, "https://")])
    error_message = "Metadata of an identity provider must come over https://."
  }

  validation {
    condition     = alltrue([for name, _ in var.saml_providers : can(regex("^[A-Za-z0-9][A-Za-z0-9.-]{2,31}$", name))])
    error_message = "A provider is named as its workspace, and Cognito takes 3 to 32 letters, digits, dots and dashes."
  }
}

variable "systems" {
  description = "By name, the systems that sign in by client credentials: the workspace that each acts for, and what it may do (read, write, rule)."
  type        = map(object({ workspace_id = string, scopes = list(string) }))
  default     = {}

  validation {
    condition     = alltrue([for system in var.systems : length(system.scopes) > 0 && length(setsubtract(system.scopes, ["read", "write", "rule"])) == 0])
    error_message = "A system may read, write or rule: give each at least one of these scopes."
  }

  validation {
    condition     = alltrue([for system in var.systems : can(regex("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$", system.workspace_id))])
    error_message = "A workspace has 1 to 64 letters, digits, dots, dashes and underscores: correct workspace_id."
  }
}

variable "claims_function" {
  description = "Name of the function that says what tokens hold, and ARN of its alias `live`; null leaves Cognito's own claims."
  type        = object({ name = string, arn = string })
  default     = null
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
