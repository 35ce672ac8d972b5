variable "numbers" {
  description = "US numbers that texts come from, by a name of yours: `TEN_DLC` with the id of its approved campaign, `TOLL_FREE`, or `SIMULATOR`, which reaches simulated phones alone. `chain` is of workspaces without a number of their own; none at all sends no texts."
  type        = map(object({ type = string, registration_id = optional(string) }))

  validation {
    condition     = alltrue([for number in values(var.numbers) : contains(["TEN_DLC", "TOLL_FREE", "SIMULATOR"], number.type)])
    error_message = "A number is TEN_DLC, TOLL_FREE or SIMULATOR; ask AWS's support for a short code and import it."
  }

  validation {
    condition     = alltrue([for number in values(var.numbers) : number.type != "TEN_DLC" || can(regex("^registration-[0-9a-f]{32}$", number.registration_id))])
    error_message = "A TEN_DLC number belongs to a campaign: register brand and campaign first (terraform/README.md), and give its id as registration_id, registration- and 32 digits."
  }

  validation {
    condition     = length(var.numbers) == 0 || contains(keys(var.numbers), "chain")
    error_message = "Call one of the numbers `chain`: workspaces without a number of their own send from it."
  }

  validation {
    condition     = alltrue([for name in keys(var.numbers) : can(regex("^[a-z0-9-]{1,40}$", name))])
    error_message = "A number's name is lower-case letters, digits and hyphens, such as acme."
  }
}

variable "mailboxes" {
  description = "Addresses that e-mail comes from and is answered to, by a name of yours; `chain` is of workspaces without a mailbox of their own. None at all sends and receives no e-mail."
  type        = map(string)

  validation {
    condition     = alltrue([for mailbox in values(var.mailboxes) : can(regex("^[a-z0-9._+-]+@[a-z0-9-]+(\\.[a-z0-9-]+)*\\.[a-z]{2,}$", mailbox))])
    error_message = "A mailbox is an address in lower case, such as dispatch@chain.example."
  }

  validation {
    condition     = length(var.mailboxes) == 0 || contains(keys(var.mailboxes), "chain")
    error_message = "Call one of the mailboxes `chain`: workspaces without a mailbox of their own send from it."
  }

  validation {
    condition     = length(distinct(values(var.mailboxes))) == length(var.mailboxes)
    error_message = "Two mailboxes have the same address: name each once."
  }
}

variable "topic_arns" {
  description = "The service's topics by their declared names: `provider_events` for receipts, `inbound_texts` and `inbound_emails` for answers."
  type        = map(string)

  validation {
    condition     = length(setsubtract(["provider_events", "inbound_texts", "inbound_emails"], keys(var.topic_arns))) == 0
    error_message = "lambdas/messaging/service.yaml must declare the topics provider_events, inbound_texts and inbound_emails."
  }
}

variable "alarm_topic_arn" {
  description = "Topic that is told when CloudFormation changes the texts' configuration set."
  type        = string
}
