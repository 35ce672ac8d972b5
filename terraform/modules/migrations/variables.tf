variable "release" {
  description = "Folder that `./chain package` wrote: manifest.json and migrations.zip."
  type        = string

  validation {
    condition     = can(jsondecode(file("${var.release}/manifest.json")).migrations.sha256)
    error_message = "The release's folder has no manifest.json that names migrations: run `./chain package --out build` first."
  }
}

variable "layer_arn" {
  description = "Version of the dependency layer that the release holds."
  type        = string
}

variable "database" {
  description = "URL of the database and the user to sign in as by IAM, who owns the tables, and the secrets of the services' roles."
  type = object({
    url              = string
    user_arn         = string
    role_secret_arns = map(string)
  })

  validation {
    condition     = can(regex("^postgresql://[^:@]+@.*[?&]sign_in=iam", var.database.url))
    error_message = "The migration function signs in by IAM: give postgresql://owner@host:5432/database?sign_in=iam, without a password."
  }
}

variable "keys" {
  description = "ARNs of the KMS keys by class of data: `operations` (logs, environment) and `secrets`."
  type        = object({ operations = string, secrets = string })
}

variable "network" {
  description = "Private subnets and security groups from which the database can be reached."
  type        = object({ subnet_ids = list(string), security_group_ids = list(string) })

  validation {
    condition     = length(var.network.subnet_ids) > 0 && length(var.network.security_group_ids) > 0
    error_message = "The database is reached from inside the VPC alone: give the functions' subnets and security group."
  }
}

variable "retention_days" {
  description = "Days that logs are kept."
  type        = number
  default     = 365
}

variable "alarm_topic_arn" {
  description = "Topic that the alarm is sent to; empty sends it nowhere."
  type        = string
  default     = ""
}

variable "boundary_arn" {
  description = "Policy that bounds what a role may do, which the pipelines ask of every role (bootstrap); null bounds nothing, as on one machine."
  type        = string
}
