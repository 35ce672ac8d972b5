variable "account_id" {
  description = "Account of the environment; no other is touched."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "An account's number has twelve digits."
  }
}

variable "environment" {
  description = "Environment that the account is for."
  type        = string

  validation {
    condition     = contains(["dev", "staging", "prod"], var.environment)
    error_message = "The environment is dev, staging or prod; each has its own account."
  }
}

variable "repository" {
  description = "GitHub repository whose pipelines may enter, as owner/name."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9._-]+/[A-Za-z0-9._-]+$", var.repository))
    error_message = "Name the repository as owner/name, without wildcards."
  }
}
