variable "key_arn" {
  description = "KMS key of the alarms' topic."
  type        = string
}

variable "emails" {
  description = "Addresses that alarms and the budget write to; each confirms its subscription once."
  type        = set(string)

  validation {
    condition     = length(var.emails) > 0 && alltrue([for email in var.emails : strcontains(email, "@")])
    error_message = "Give at least one e-mail address: an alarm that nobody hears is none."
  }
}

variable "apis" {
  description = "By service, name and stage of its REST API."
  type        = map(object({ name = string, stage = string }))
}

variable "database" {
  description = "Identifier of the Aurora cluster; empty watches none."
  type        = string
  default     = ""
}

variable "streams" {
  description = "Names of the Kinesis streams."
  type        = set(string)
  default     = []
}

variable "host" {
  description = "Public host that is asked `/v1/health` from outside; empty asks none."
  type        = string
  default     = ""
}

variable "budget" {
  description = "US dollars a month that the account may cost before somebody is told."
  type        = number

  validation {
    condition     = var.budget > 0
    error_message = "The budget is a positive sum of US dollars a month."
  }
}

variable "services" {
  description = "By service, what its dashboard shows: names of functions and queues, ARNs of state machines."
  type = map(object({
    functions = list(string)
    queues    = list(string)
    machines  = list(string)
  }))
}
