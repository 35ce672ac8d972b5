variable "cidr" {
  description = "Address range of the VPC, a /16 to /20 of RFC 1918."
  type        = string

  validation {
    condition     = can(cidrnetmask(var.cidr)) && try(tonumber(split("/", var.cidr)[1]), 0) >= 16 && try(tonumber(split("/", var.cidr)[1]), 0) <= 20
    error_message = "The VPC's range must be an IPv4 CIDR from /16 to /20, such as 10.40.0.0/16."
  }

  validation {
    condition = alltrue([
      for taken in var.taken_cidrs : try(
        cidrhost(var.cidr, 0) != cidrhost("${cidrhost(taken, 0)}/${min(split("/", var.cidr)[1], split("/", taken)[1])}", 0)
        && cidrhost("${cidrhost(var.cidr, 0)}/${min(split("/", var.cidr)[1], split("/", taken)[1])}", 0) != cidrhost("${cidrhost(taken, 0)}/${min(split("/", var.cidr)[1], split("/", taken)[1])}", 0),
      false)
    ])
    error_message = "The VPC's range overlaps one that is taken (taken_cidrs): choose another, or peering will not route."
  }
}

variable "taken_cidrs" {
  description = "Ranges that other networks of the organisation use."
  type        = list(string)
  default     = []
}

variable "zones" {
  description = "Availability zones: three, so that one may fail while Aurora keeps a majority."
  type        = list(string)

  validation {
    condition     = length(distinct(var.zones)) == 3
    error_message = "Name three different availability zones."
  }
}

variable "interface_endpoints" {
  description = "AWS services that functions reach inside the VPC, for there is no way to the internet."
  type        = set(string)
  default     = ["events", "kms", "lambda", "logs", "monitoring", "secretsmanager", "sms-voice", "email", "sns", "sqs", "states", "sts", "xray"]
}

variable "outside_hosts" {
  description = "Whether there is a way to HTTPS outside of AWS (FMCSA) for the functions that declare `internet: true`."
  type        = bool
  default     = true
}

variable "key_arn" {
  description = "KMS key of the flow logs."
  type        = string
}

variable "retention_days" {
  description = "Days that flow logs are kept."
  type        = number
  default     = 365
}

variable "boundary_arn" {
  description = "Policy that bounds what a role may do, which the pipelines ask of every role (bootstrap); null bounds nothing, as on one machine."
  type        = string
}
