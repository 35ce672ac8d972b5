variable "declaration" {
  description = "Path of the service's service.yaml, which the local provisioner reads too."
  type        = string

  validation {
    condition     = can(yamldecode(file(var.declaration)).service)
    error_message = "The declaration must be a readable service.yaml that names its service."
  }

  validation {
    condition     = alltrue([for function in try(yamldecode(file(var.declaration)).functions, {}) : function.memory >= 128 && function.memory <= 10240])
    error_message = join("", ["Lambda gives a function 128 to 10240 MB: correct the memory of ", join(", ", [for name, function in try(yamldecode(file(var.declaration)).functions, {}) : "${name} (${function.memory})" if function.memory < 128 || function.memory > 10240]), " in service.yaml."])
  }

  validation {
    condition     = alltrue([for function in try(yamldecode(file(var.declaration)).functions, {}) : function.timeout >= 1 && function.timeout <= (function.kind == "api" ? 29 : 900)])
    error_message = join("", ["A function runs for 1 to 900 s, and API Gateway waits 29 s: correct the timeout of ", join(", ", [for name, function in try(yamldecode(file(var.declaration)).functions, {}) : "${name} (${function.timeout})" if function.timeout < 1 || function.timeout > (function.kind == "api" ? 29 : 900)]), " in service.yaml."])
  }
}

variable "release" {
  description = "Folder that `./chain package` wrote: manifest.json, layer.zip and a zip for each service."
  type        = string

  validation {
    condition     = can(jsondecode(file("${var.release}/manifest.json")).layer.sha256)
    error_message = "There is no manifest.json in the release's folder: run `./chain package --out build` first."
  }
}

variable "layer_arn" {
  description = "Version of the dependency layer that the release holds."
  type        = string
}

variable "buses" {
  description = "ARN of each event bus by its name."
  type        = map(string)
}

variable "platform" {
  description = "The values that a declaration calls `platform`, by name; an empty one is not set."
  type        = map(string)
  sensitive   = true
}

variable "origins" {
  description = "ARNs of what a declaration calls `origin`, by channel: what messages are sent by; where there is none, nobody may send."
  type        = object({ sms = list(string), email = list(string) })
  default     = { sms = [], email = [] }
}

variable "archive" {
  description = "Where the service's archive was uploaded to; null uploads it from this machine, one function after another."
  type        = object({ bucket = string, key = string })
  default     = null
}

variable "emulated" {
  description = "Whether an emulator plays AWS: it speaks HTTP and has no `events:source`, so conditions on these would refuse all; and the account takes the functions' roles, for the function host of one machine."
  type        = bool
  default     = false
}

variable "environment" {
  description = "Variables that every function gets beside the declared ones: endpoints that stand in for AWS's."
  type        = map(string)
  default     = {}
}

variable "database" {
  description = "Where the service's database is, and the user that its functions sign in as by IAM; null where the URL holds a password, as on one machine."
  type        = object({ url = string, user_arn = optional(string) })
  sensitive   = true
}

variable "keys" {
  description = "ARNs of the KMS keys by class of data: `operations` (logs, queues, code), `records` (tables, buckets) and `secrets`."
  type = object({
    operations = string
    records    = string
    secrets    = string
  })
}

variable "network" {
  description = "Private subnets and security groups of the functions, and those added for functions with `internet: true`; null puts them outside of a VPC."
  type = object({
    subnet_ids         = list(string)
    security_group_ids = list(string)
    egress = object({
      subnet_ids         = list(string)
      security_group_ids = list(string)
    })
  })
  default = null
}

variable "retention_days" {
  description = "Days that logs are kept."
  type        = number
  default     = 365

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.retention_days)
    error_message = "CloudWatch Logs keeps logs for 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, … 3653 days: choose one of these."
  }
}

variable "protect_data" {
  description = "Whether tables refuse to be deleted and buckets to be emptied."
  type        = bool
  default     = true
}

variable "alarm_topic_arn" {
  description = "Topic that alarms are sent to; empty sends them nowhere."
  type        = string
  default     = ""
}

variable "concurrency" {
  description = "Reserved concurrency by function; the others share the account's."
  type        = map(number)
  default     = {}
}

variable "boundary_arn" {
  description = "Policy that bounds what a role may do, which the pipelines ask of every role (bootstrap); null bounds nothing, as on one machine."
  type        = string
}
