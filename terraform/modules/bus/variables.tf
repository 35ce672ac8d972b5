variable "name" {
  description = "Name of the event bus."
  type        = string
  default     = "chain"
}

variable "key_arn" {
  description = "KMS key of the bus, its archive and its dead letters."
  type        = string
}

variable "sources" {
  description = "By event source (`chain.booking`), the roles that alone may put it."
  type        = map(list(string))

  validation {
    condition     = alltrue([for source in keys(var.sources) : startswith(source, "chain.")])
    error_message = "A service puts events of the source chain.<service>."
  }
}

variable "schemas" {
  description = "By name (`chain.booking@LoadHeld`), the file of each event's JSON Schema; none makes no registry."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for file in var.schemas : can(jsondecode(file(file)).properties)])
    error_message = "Each schema is a JSON Schema of an object: run `make schemas`."
  }
}

variable "archive_days" {
  description = "Days that events can be replayed."
  type        = number
  default     = 90

  validation {
    condition     = var.archive_days >= 1
    error_message = "Keep events for at least a day; 0 would keep them for ever."
  }
}
