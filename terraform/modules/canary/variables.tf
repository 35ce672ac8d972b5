variable "service" {
  description = "Service whose functions these are."
  type        = string
}

variable "functions" {
  description = "By the name of each function, the names of the alarms that take its traffic back."
  type        = map(list(string))

  validation {
    condition     = alltrue([for alarms in var.functions : length(alarms) >= 1 && length(alarms) <= 10])
    error_message = "CodeDeploy watches 1 to 10 alarms of a function: declare `every: function` alarms in service.yaml."
  }
}

variable "speed" {
  description = "Name of CodeDeploy's own configuration for Lambda, without `CodeDeployDefault.Lambda`."
  type        = string

  validation {
    condition     = contains(["AllAtOnce", "Canary10Percent5Minutes", "Canary10Percent10Minutes", "Canary10Percent15Minutes", "Canary10Percent30Minutes", "Linear10PercentEvery1Minute", "Linear10PercentEvery2Minutes", "Linear10PercentEvery3Minutes", "Linear10PercentEvery10Minutes"], var.speed)
    error_message = "Traffic moves AllAtOnce, Canary10Percent{5,10,15,30}Minutes or Linear10PercentEvery{1Minute,2Minutes,3Minutes,10Minutes}: choose one of these."
  }
}

variable "boundary_arn" {
  description = "Policy that bounds what a role may do, which the pipelines ask of every role (bootstrap); null bounds nothing, as on one machine."
  type        = string
}
