variable "name" {
  description = "Name of the state machine, such as chain-booking-booking."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{1,80}$", var.name))
    error_message = "A state machine's name has 1 to 80 letters, digits, hyphens and underscores."
  }
}

variable "definition" {
  description = "Path of the rendered ASL, with `$${placeholder}` where an ARN goes."
  type        = string

  validation {
    condition     = can(jsondecode(file(var.definition)).StartAt)
    error_message = "The definition must be a rendered state machine: run `make asl`."
  }
}

variable "placeholders" {
  description = "ARN for each placeholder of the definition; functions by published version, so that runs in flight keep their code."
  type        = map(string)
}

variable "permissions" {
  description = "What the machine may do: exactly the actions that its ASL calls, each with the ARNs that it needs."
  type = list(object({
    actions   = list(string)
    resources = list(string)
  }))

  validation {
    condition     = alltrue([for permission in var.permissions : !contains(permission.resources, "*")])
    error_message = "Name the resources of each permission: `*` is not given to a state machine."
  }
}

variable "type" {
  description = "STANDARD or EXPRESS."
  type        = string
  default     = "STANDARD"

  validation {
    condition     = contains(["STANDARD", "EXPRESS"], var.type)
    error_message = "A state machine is STANDARD or EXPRESS."
  }
}

variable "key_arn" {
  description = "KMS key of the machine's data and logs."
  type        = string
}

variable "retention_days" {
  description = "Days that execution logs are kept."
  type        = number
  default     = 365
}

variable "log_level" {
  description = "Which events of a run are logged: ALL, ERROR, FATAL or OFF. Data of the runs are never logged: they name persons."
  type        = string
  default     = "ERROR"

  validation {
    condition     = contains(["ALL", "ERROR", "FATAL", "OFF"], var.log_level)
    error_message = "The log level is ALL, ERROR, FATAL or OFF."
  }
}

variable "boundary_arn" {
  description = "Policy that bounds what a role may do, which the pipelines ask of every role (bootstrap); null bounds nothing, as on one machine."
  type        = string
}
