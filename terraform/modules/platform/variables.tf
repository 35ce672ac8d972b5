variable "environment" {
  description = "Which environment this is."
  type        = string

  validation {
    condition     = contains(["dev", "staging", "prod"], var.environment)
    error_message = "The environment is dev, staging or prod; each has its own account and its own folder in terraform/environments."
  }
}

variable "release" {
  description = "Folder that `./chain package` wrote."
  type        = string

  validation {
    condition     = can(jsondecode(file("${var.release}/manifest.json")).layer.sha256)
    error_message = "There is no manifest.json in the release's folder: run `./chain package --out build` first."
  }
}

variable "cidr" {
  description = "Address range of the VPC."
  type        = string
}

variable "taken_cidrs" {
  description = "Ranges that the organisation's other networks use."
  type        = list(string)
  default     = []
}

variable "zones" {
  description = "Three availability zones."
  type        = list(string)
}

variable "database" {
  description = "Size of Aurora: capacity units of each instance, readers, days of point-in-time recovery."
  type = object({
    capacity    = object({ min = number, max = number })
    readers     = number
    backup_days = number
  })
}

variable "retention_days" {
  description = "Days that logs are kept."
  type        = number
}

variable "audit_days" {
  description = "Days in which the audit trail cannot be deleted."
  type        = number
}

variable "protect_data" {
  description = "Whether database, tables, buckets and user pool refuse to be deleted."
  type        = bool

  validation {
    condition     = var.protect_data || var.environment != "prod"
    error_message = "prod's data are protected always: set protect_data to true."
  }
}

variable "domain" {
  description = "Domain below which each service's API has its name, and a certificate of `*.<name>`."
  type        = object({ name = string, certificate_arn = string })
}

variable "callback_urls" {
  description = "Where the console is."
  type        = list(string)
}

variable "console" {
  description = "Host of the console and its certificate in us-east-1; null makes no site."
  type        = object({ host = string, certificate_arn = string })
  default     = null
}

variable "sign_in_prefix" {
  description = "Prefix of the sign-in pages' domain."
  type        = string
}

variable "saml_providers" {
  description = "Identity providers of brokers, by name."
  type        = map(object({ metadata_url = string, domains = list(string) }))
  default     = {}
}

variable "systems" {
  description = "Systems that sign in by client credentials, by name: the workspace that each acts for, and its scopes."
  type        = map(object({ workspace_id = string, scopes = list(string) }))
  default     = {}
}

variable "usage_plans" {
  description = "By the name of a plan, what the holders of its API key may ask in all; none asks for no key."
  type        = map(object({ rate = number, burst = number, a_day = number }))
  default     = {}
}

variable "throttling" {
  description = "Requests a second that the API takes, in the long run and at once."
  type        = object({ rate = number, burst = number })
}

variable "canary" {
  description = "How fast functions get a release's traffic: AllAtOnce, Canary10Percent5Minutes, Linear10PercentEvery1Minute …"
  type        = string
}

variable "alarm_emails" {
  description = "Addresses that alarms write to."
  type        = set(string)
}

variable "budget" {
  description = "US dollars a month before somebody is told."
  type        = number
}

variable "fmcsa_base_url" {
  description = "Where FMCSA's QCMobile answers."
  type        = string
  default     = "https://mobile.fmcsa.dot.gov/qc/services"
}

variable "numbers" {
  description = "US numbers that texts come from, by a name of yours; none sends no texts (messaging_channels)."
  type        = map(object({ type = string, registration_id = optional(string) }))
  default     = {}
}

variable "mailboxes" {
  description = "Addresses that e-mail comes from and is answered to, by a name of yours; none sends no e-mail (messaging_channels)."
  type        = map(string)
  default     = {}
}

variable "sentry_dsn" {
  description = "Where unexpected errors are reported; empty reports none."
  type        = string
  default     = ""
}
