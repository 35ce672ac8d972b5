variable "service" {
  description = "Service whose API this is."
  type        = string
}

variable "routes" {
  description = "The service's routes, as declared, with the name of the function and the invocation ARN of its alias `live`."
  type = list(object({
    path          = string
    method        = string
    authorizer    = string
    function_name = string
    invoke_arn    = string
  }))

  validation {
    condition     = length(distinct([for route in var.routes : "${route.method} ${route.path}"])) == length(var.routes)
    error_message = "Two routes have the same method and path: remove one from service.yaml."
  }

  validation {
    condition     = alltrue([for route in var.routes : length(compact(split("/", route.path))) <= 3])
    error_message = "A declared path has at most three parts: end longer ones with {proxy+}."
  }
}

variable "tags" {
  description = "Tags of the API; the emulator takes the API's id from one."
  type        = map(string)
  default     = {}
}

variable "user_pool_arn" {
  description = "ARN of the user pool whose ID tokens the API takes."
  type        = string
}

variable "scopes" {
  description = "Scopes one of which an access token must hold; none takes ID tokens instead."
  type        = list(string)
  default     = []
}

variable "usage_plans" {
  description = "By the name of a plan, requests a second in the long run and at once, and in all a day, of its API key; with none no key is asked for."
  type        = map(object({ rate = number, burst = number, a_day = number }))
  default     = {}

  validation {
    condition     = alltrue([for plan in var.usage_plans : plan.rate >= 1 && plan.burst >= plan.rate && plan.a_day >= 1])
    error_message = "A plan has at least 1 request a second and a day, and a burst no less than the rate."
  }
}

variable "key_arn" {
  description = "KMS key of the logs."
  type        = string
}

variable "retention_days" {
  description = "Days that access logs are kept."
  type        = number
  default     = 365
}

variable "throttling" {
  description = "Requests a second that the API takes in the long run, and at once."
  type        = object({ rate = number, burst = number })
  default     = { rate = 500, burst = 1000 }

  validation {
    condition     = var.throttling.rate >= 1 && var.throttling.burst >= var.throttling.rate
    error_message = "The rate is at least 1 a second, and the burst no less than the rate."
  }
}

variable "web_acl_arn" {
  description = "The firewall before the API; null puts none there."
  type        = string
  default     = null
}

variable "domain" {
  description = "Own domain of the API and its certificate in this region; null leaves AWS's."
  type        = object({ name = string, certificate_arn = string })
  default     = null
}
