variable "key_arn" {
  description = "KMS key of the vault."
  type        = string
}

variable "resource_arns" {
  description = "Tables and buckets that are backed up; the database puts itself under the plan."
  type        = list(string)

  validation {
    condition     = length(var.resource_arns) > 0
    error_message = "Name what is backed up: the tables, the buckets."
  }
}

variable "daily_days" {
  description = "Days that daily backups are kept; the vaults refuse to delete sooner."
  type        = number
  default     = 35

  validation {
    condition     = var.daily_days >= 7
    error_message = "Keep daily backups for at least a week: a mistake is found on Monday."
  }
}

variable "monthly_days" {
  description = "Days that monthly backups are kept."
  type        = number
  default     = 366

  validation {
    condition     = var.monthly_days >= var.daily_days
    error_message = "Keep monthly backups no shorter than daily ones (daily_days)."
  }
}

variable "boundary_arn" {
  description = "Policy that bounds what a role may do, which the pipelines ask of every role (bootstrap); null bounds nothing, as on one machine."
  type        = string
}
