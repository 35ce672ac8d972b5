variable "account_id" {
  description = "Account of prod; no other is touched."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "An account's number has twelve digits."
  }
}

variable "release" {
  description = "Folder that `./chain package` wrote, with the digests that are promoted."
  type        = string
}

variable "domain" {
  description = "Domain below which `api` and `console` are."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9.-]+\\.[a-z]{2,}$", var.domain))
    error_message = "Give a domain such as chain.example, without a protocol."
  }
}

variable "certificate_arn" {
  description = "ACM certificate of `*.api.<domain>` in us-east-1."
  type        = string
}

variable "console_certificate_arn" {
  description = "ACM certificate of `console.<domain>` in us-east-1; empty makes no console."
  type        = string
  default     = ""
}

variable "saml_providers" {
  description = "By workspace, the metadata and e-mail domains of the broker's own SAML identity provider."
  type        = map(object({ metadata_url = string, domains = list(string) }))
  default     = {}
}

variable "systems" {
  description = "Systems that sign in by client credentials, by name: the workspace that each acts for, and its scopes (read, write, rule)."
  type        = map(object({ workspace_id = string, scopes = list(string) }))
  default     = {}
}

variable "usage_plans" {
  description = "By the name of a plan, what the holder of its API key may ask; none asks for no key."
  type        = map(object({ rate = number, burst = number, a_day = number }))
  default     = {}
}

variable "alarm_emails" {
  description = "Addresses that alarms and the budget write to."
  type        = set(string)
}

variable "numbers" {
  description = "US numbers that texts come from, by a name of yours: TEN_DLC with the id of its campaign, TOLL_FREE or SIMULATOR; `chain` is the platform's. None sends no texts."
  type        = map(object({ type = string, registration_id = optional(string) }))
  default     = {}
}

variable "mailboxes" {
  description = "Addresses that e-mail comes from and is answered to, by a name of yours; `chain` is the platform's. None sends no e-mail."
  type        = map(string)
  default     = {}
}
