variable "name" {
  description = "Name of the bucket, which is the whole world's: end it with the account's number."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.name))
    error_message = "A bucket's name is 3 to 63 lower-case letters, digits and hyphens, such as chain-audit-123456789012."
  }
}

variable "key_arn" {
  description = "KMS key of what lies in it."
  type        = string
}

variable "policies" {
  description = "Who beside the account's own roles may reach it, each a policy as JSON; TLS is asked of all."
  type        = list(string)
  default     = []
}

variable "old_versions_days" {
  description = "Days that what was overwritten or deleted is kept."
  type        = number
  default     = 90

  validation {
    condition     = var.old_versions_days >= 30
    error_message = "Keep former versions for at least 30 days: a mistake is not always seen on the day."
  }
}

variable "locked_days" {
  description = "Days in which nobody, not even the account's owner, can change or delete an object; null locks nothing."
  type        = number
  default     = null

  validation {
    condition     = try(var.locked_days >= 90, true)
    error_message = "Lock for at least 90 days, after which objects leave for the archive, or not at all (null)."
  }
}

variable "may_be_emptied" {
  description = "Whether deleting the bucket deletes what lies in it."
  type        = bool
  default     = false
}

variable "emulated" {
  description = "Whether an emulator plays AWS, which speaks HTTP: it would refuse all."
  type        = bool
  default     = false
}
