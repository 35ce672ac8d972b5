variable "account_id" {
  description = "The emulator's account."
  type        = string
  default     = "000000000000"
}

variable "endpoints" {
  description = "Where the parts of one machine listen: the emulator, the engine, the function host, the stand-ins of phones and FMCSA."
  type = object({
    aws       = string
    states    = string
    functions = string
    phones    = string
    fmcsa     = string
  })

  validation {
    condition     = alltrue([for url in values(var.endpoints) : startswith(url, "http")])
    error_message = "Each endpoint is a URL; `./chain up` with CHAIN_PROVISIONER=terraform fills them in."
  }
}

variable "database_url" {
  description = "PostgreSQL of this machine, with its password: there is no IAM before it."
  type        = string
  sensitive   = true
}

variable "release" {
  description = "Folder that `./chain package` wrote for this machine's own architecture."
  type        = string
}

variable "origins" {
  description = "Number and mailbox that messages come from."
  type        = object({ sms = string, email = string })
}
