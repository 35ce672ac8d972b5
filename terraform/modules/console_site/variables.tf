variable "host" {
  description = "Host of the console, such as console.chain.example."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9-]+(\\.[a-z0-9-]+)+$", var.host))
    error_message = "Give the console's host without a protocol or path, such as console.chain.example."
  }
}

variable "certificate_arn" {
  description = "ACM certificate of the host, in us-east-1: CloudFront reads no other region's."
  type        = string

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:acm:us-east-1:", var.certificate_arn))
    error_message = "CloudFront takes certificates of us-east-1 alone: ask ACM there for one of the console's host."
  }
}

variable "connects_to" {
  description = "Origins that the console calls beside its own: the APIs, and where users sign in."
  type        = list(string)

  validation {
    condition     = alltrue([for origin in var.connects_to : can(regex("^https://[a-z0-9.-]+$", origin))])
    error_message = "The console calls https:// origins alone, each without a path, such as https://booking.api.chain.example."
  }
}

variable "refused_countries" {
  description = "Countries that the console is not served to: those under a comprehensive embargo of the United States (15 CFR 746)."
  type        = list(string)
  default     = ["CU", "IR", "KP", "SY"]
}

variable "key_arn" {
  description = "KMS key of files and logs, which lets CloudFront decrypt."
  type        = string
}

variable "retention_days" {
  description = "Days that access logs are kept."
  type        = number
  default     = 365
}
