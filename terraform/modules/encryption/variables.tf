variable "classes" {
  description = "What each key encrypts, by class of data, and which AWS services may use it for the account."
  type = map(object({
    description        = string
    services           = list(string)
    read_by_cloudfront = optional(bool, false)
  }))
  default = {
    operations = {
      description        = "logs, queues, topics, code and runs"
      services           = ["logs", "sns", "events", "cloudwatch", "scheduler", "ses", "sms-voice"]
      read_by_cloudfront = true
    }
    records = {
      description = "tables, documents and the database"
      services    = []
    }
    secrets = {
      description = "secrets"
      services    = []
    }
    audit = {
      description = "the audit trail"
      services    = ["cloudtrail", "logs", "sns"]
    }
  }
}

variable "deletion_days" {
  description = "Days between asking for a key's deletion and its end, in which it can be kept after all."
  type        = number
  default     = 30

  validation {
    condition     = var.deletion_days >= 7 && var.deletion_days <= 30
    error_message = "KMS waits 7 to 30 days before it deletes a key."
  }
}
