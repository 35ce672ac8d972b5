variable "name" {
  description = "Name of the stream, such as chain-tracking-positions."
  type        = string
}

variable "key_arn" {
  description = "KMS key of the records."
  type        = string
}

variable "shards" {
  description = "Shards, each 1 MB/s and 1,000 records/s; 0 lets AWS scale on demand."
  type        = number
  default     = 0

  validation {
    condition     = var.shards >= 0 && var.shards <= 500
    error_message = "A stream has 1 to 500 shards, or 0 to be scaled on demand."
  }
}

variable "retention_hours" {
  description = "Hours that records can be read again."
  type        = number
  default     = 72

  validation {
    condition     = var.retention_hours >= 24 && var.retention_hours <= 8760
    error_message = "Kinesis keeps records for 24 to 8760 hours."
  }
}
