variable "services" {
  description = "Services that each have a schema and a database role of their own, `chain_<service>`."
  type        = set(string)
}

variable "subnet_ids" {
  description = "Private subnets, one a zone."
  type        = list(string)
}

variable "security_group_id" {
  description = "Security group of the cluster and its proxy."
  type        = string
}

variable "key_arn" {
  description = "KMS key of the data, the backups and Performance Insights."
  type        = string
}

variable "secrets_key_arn" {
  description = "KMS key of the database roles' secrets."
  type        = string
}

variable "engine_version" {
  description = "Version of Aurora PostgreSQL."
  type        = string
  default     = "17.5"
}

variable "capacity" {
  description = "Aurora capacity units that each instance grows between; a unit is 2 GiB."
  type        = object({ min = number, max = number })
  default     = { min = 0.5, max = 8 }

  validation {
    condition     = var.capacity.min >= 0 && var.capacity.min <= var.capacity.max && var.capacity.max <= 256 && var.capacity.max >= 1
    error_message = "Capacity is 0 to 256 units in halves, at least 1 at most, and the minimum may not exceed the maximum."
  }
}

variable "readers" {
  description = "Readers beside the writer, each in another zone; at least one where a zone's failure must not stop bookings."
  type        = number
  default     = 1

  validation {
    condition     = var.readers >= 0 && var.readers <= 15
    error_message = "A cluster has 0 to 15 readers."
  }
}

variable "backup_days" {
  description = "Days of point-in-time recovery."
  type        = number
  default     = 35

  validation {
    condition     = var.backup_days >= 1 && var.backup_days <= 35
    error_message = "Aurora keeps automatic backups for 1 to 35 days."
  }
}

variable "protect_data" {
  description = "Whether the cluster refuses to be deleted, and keeps a last snapshot."
  type        = bool
  default     = true
}

variable "backup" {
  description = "AWS Backup's plan that copies the cluster, and the role by which it does."
  type        = object({ plan_id = string, role_arn = string })
}

variable "boundary_arn" {
  description = "Policy that bounds what a role may do, which the pipelines ask of every role (bootstrap); null bounds nothing, as on one machine."
  type        = string
}
