variable "key_arn" {
  description = "KMS key of the trail."
  type        = string
}

variable "table_arns" {
  description = "DynamoDB tables whose reads and writes are recorded."
  type        = list(string)

  validation {
    condition     = length(var.table_arns) > 0
    error_message = "Name the tables whose reads and writes are recorded."
  }
}

variable "bucket_arns" {
  description = "Buckets whose objects' reads and writes are recorded."
  type        = list(string)

  validation {
    condition     = length(var.bucket_arns) > 0
    error_message = "Name the buckets whose reads and writes are recorded."
  }
}

variable "retention_days" {
  description = "Days in which nobody, not even the account's owner, can delete or change the trail."
  type        = number
  default     = 1096

  validation {
    condition     = var.retention_days >= 90
    error_message = "Keep the audit trail for at least 90 days; it cannot be shortened later."
  }
}

variable "alarm_topic_arn" {
  description = "Topic that alarms are sent to."
  type        = string
}

variable "boundary_arn" {
  description = "Policy that bounds what a role may do, which the pipelines ask of every role (bootstrap); null bounds nothing, as on one machine."
  type        = string
}
