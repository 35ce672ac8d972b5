mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  numbers = {
    chain = { type = "TEN_DLC", registration_id = "registration-0123456789abcdef0123456789abcdef" }
    acme  = { type = "TOLL_FREE" }
  }
  mailboxes = { chain = "dispatch@chain.example", acme = "loads@acme.example" }
  topic_arns = {
    provider_events = "arn:aws:sns:us-east-1:000000000000:chain-messaging-provider-events"
    inbound_texts   = "arn:aws:sns:us-east-1:000000000000:chain-messaging-inbound-texts"
    inbound_emails  = "arn:aws:sns:us-east-1:000000000000:chain-messaging-inbound-emails"
  }
  alarm_topic_arn = "arn:aws:sns:us-east-1:000000000000:chain-alarms"
}

run "asks_for_numbers_whose_answers_come_in" {
  command = plan

  module {
    source = "./modules/messaging_channels"
  }

  assert {
    condition     = alltrue([for number in aws_pinpointsmsvoicev2_phone_number.this : number.two_way_channel_enabled && number.two_way_channel_arn == var.topic_arns.inbound_texts])
    error_message = "what people answer is lost"
  }

  assert {
    condition     = alltrue([for number in aws_pinpointsmsvoicev2_phone_number.this : number.deletion_protection_enabled])
    error_message = "a number can be given back by one call"
  }

  assert {
    condition     = aws_pinpointsmsvoicev2_phone_number.this["chain"].registration_id == var.numbers.chain.registration_id
    error_message = "the number belongs to no campaign"
  }

  assert {
    condition     = aws_pinpointsmsvoicev2_phone_number.this["chain"].self_managed_opt_outs_enabled && !aws_pinpointsmsvoicev2_phone_number.this["acme"].self_managed_opt_outs_enabled
    error_message = "AWS answers STOP beside us, or nobody does for a toll-free number"
  }

  assert {
    condition     = length(distinct([for number in aws_pinpointsmsvoicev2_phone_number.this : number.opt_out_list_name])) == 2
    error_message = "an opt-out from one number counts for another"
  }
}

run "tells_the_service_of_every_receipt" {
  command = plan

  module {
    source = "./modules/messaging_channels"
  }

  assert {
    condition     = [for destination in jsondecode(aws_cloudformation_stack.texts[0].template_body).Resources.ConfigurationSet.Properties.EventDestinations : [destination.Enabled, destination.MatchingEventTypes, destination.SnsDestination.TopicArn]] == [[true, ["TEXT_ALL"], var.topic_arns.provider_events]]
    error_message = "receipts of texts are lost"
  }

  assert {
    condition     = aws_sesv2_configuration_set_event_destination.receipts[0].event_destination[0].enabled && aws_sesv2_configuration_set_event_destination.receipts[0].event_destination[0].sns_destination[0].topic_arn == var.topic_arns.provider_events
    error_message = "receipts of e-mails are lost"
  }

  assert {
    condition     = length(setsubtract(["BOUNCE", "COMPLAINT", "DELIVERY", "DELIVERY_DELAY", "REJECT", "RENDERING_FAILURE", "SEND"], aws_sesv2_configuration_set_event_destination.receipts[0].event_destination[0].matching_event_types)) == 0
    error_message = "nobody hears whether an e-mail arrived"
  }

  assert {
    condition     = alltrue([for name in ["SMS_CONFIGURATION_SET", "EMAIL_CONFIGURATION_SET"] : yamldecode(file("../lambdas/messaging/service.yaml")).environment[name].value == aws_sesv2_configuration_set.this[0].configuration_set_name]) && jsondecode(aws_cloudformation_stack.texts[0].template_body).Resources.ConfigurationSet.Properties.ConfigurationSetName == aws_sesv2_configuration_set.this[0].configuration_set_name
    error_message = "the functions name another configuration set"
  }
}

run "sends_e_mail_that_its_domain_proves" {
  command = plan

  module {
    source = "./modules/messaging_channels"
  }

  assert {
    condition     = keys(aws_sesv2_email_identity.this) == ["acme.example", "chain.example"] && alltrue([for identity in aws_sesv2_email_identity.this : identity.dkim_signing_attributes[0].next_signing_key_length == "RSA_2048_BIT"])
    error_message = "a domain does not sign"
  }

  assert {
    condition     = alltrue([for domain, from in aws_sesv2_email_identity_mail_from_attributes.this : from.mail_from_domain == "mail.${domain}" && from.behavior_on_mx_failure == "REJECT_MESSAGE"])
    error_message = "bounces go to a domain that is not ours"
  }

  assert {
    condition     = aws_sesv2_configuration_set.this[0].delivery_options[0].tls_policy == "REQUIRE"
    error_message = "an e-mail may travel in the clear"
  }

  assert {
    condition     = toset(aws_sesv2_configuration_set.this[0].suppression_options[0].suppressed_reasons) == toset(["BOUNCE", "COMPLAINT"])
    error_message = "who complained is written to again"
  }

  assert {
    condition     = alltrue([for feedback in aws_sesv2_email_identity_feedback_attributes.this : !feedback.email_forwarding_enabled])
    error_message = "bounces come in as answers"
  }
}

run "takes_in_e_mail_for_its_mailboxes_alone" {
  command = plan

  module {
    source = "./modules/messaging_channels"
  }

  assert {
    condition     = aws_ses_receipt_rule.this[0].scan_enabled && aws_ses_receipt_rule.this[0].tls_policy == "Require" && aws_ses_receipt_rule.this[0].enabled
    error_message = "an e-mail comes in unscanned or in the clear"
  }

  assert {
    condition     = toset(aws_ses_receipt_rule.this[0].recipients) == toset(values(var.mailboxes))
    error_message = "another address is taken in"
  }

  assert {
    condition     = [for action in aws_ses_receipt_rule.this[0].sns_action : [action.topic_arn, action.encoding]] == [[var.topic_arns.inbound_emails, "Base64"]]
    error_message = "e-mails do not reach the service whole"
  }

  assert {
    condition     = aws_ses_active_receipt_rule_set.this[0].rule_set_name == aws_ses_receipt_rule_set.this[0].rule_set_name
    error_message = "the rule is not in force"
  }
}

run "lets_those_services_alone_publish" {
  command = plan

  module {
    source = "./modules/messaging_channels"
  }

  assert {
    condition     = jsonencode({ for topic, document in data.aws_iam_policy_document.topic : topic => sort(flatten([for statement in document.statement : [for principal in statement.principals : tolist(principal.identifiers)]])) }) == jsonencode({ provider_events = ["ses.amazonaws.com", "sms-voice.amazonaws.com"], inbound_texts = ["sms-voice.amazonaws.com"], inbound_emails = ["ses.amazonaws.com"] })
    error_message = "somebody else may publish what counts as a receipt or an answer"
  }

  assert {
    condition     = alltrue(flatten([for document in data.aws_iam_policy_document.topic : [for statement in document.statement : toset([for condition in statement.condition : condition.variable]) == toset(["aws:SourceAccount", "aws:SourceArn"]) && anytrue([for condition in statement.condition : condition.test == "StringEquals" && condition.variable == "aws:SourceAccount" && contains(condition.values, "000000000000")])]]))
    error_message = "another account may publish"
  }

  assert {
    condition     = tolist(flatten([for statement in data.aws_iam_policy_document.topic["inbound_emails"].statement : [for condition in statement.condition : tolist(condition.values) if condition.variable == "aws:SourceArn"]])) == tolist(["arn:aws:ses:us-east-1:000000000000:receipt-rule-set/chain-messaging:receipt-rule/${aws_ses_receipt_rule.this[0].name}"])
    error_message = "another rule may publish"
  }

  assert {
    condition     = toset(keys(aws_sns_topic_policy.this)) == toset(keys(var.topic_arns))
    error_message = "a topic has no policy"
  }
}

run "says_what_may_be_sent_by_and_what_dns_must_say" {
  command = plan

  module {
    source = "./modules/messaging_channels"
  }

  assert {
    condition     = output.origins.sms == ["arn:aws:sms-voice:us-east-1:000000000000:phone-number/phone-mocked", "arn:aws:sms-voice:us-east-1:000000000000:phone-number/phone-mocked"] && contains(output.origins.email, aws_sesv2_configuration_set.this[0].arn) && length(output.origins.email) == 3
    error_message = "functions may send by something else"
  }

  assert {
    condition     = output.sms_origin == "+13175550100" && output.email_origin == "dispatch@chain.example"
    error_message = "workspaces without an origin send from none"
  }

  assert {
    condition     = contains(output.dns_records, { name = "chain.example", type = "MX", value = "10 inbound-smtp.us-east-1.amazonaws.com" }) && contains(output.dns_records, { name = "mail.acme.example", type = "MX", value = "10 feedback-smtp.us-east-1.amazonses.com" })
    error_message = "nobody says what DNS must say"
  }
}

run "makes_nothing_where_nothing_is_given" {
  command = plan

  module {
    source = "./modules/messaging_channels"
  }

  variables {
    numbers   = {}
    mailboxes = {}
  }

  assert {
    condition     = length(aws_pinpointsmsvoicev2_phone_number.this) + length(aws_cloudformation_stack.texts) + length(aws_sesv2_configuration_set.this) + length(aws_sesv2_email_identity.this) + length(aws_ses_receipt_rule_set.this) + length(aws_sns_topic_policy.this) == 0
    error_message = "a channel that is off costs or receives something"
  }

  assert {
    condition     = output.origins == { sms = [], email = [] } && output.sms_origin == "" && output.email_origin == ""
    error_message = "functions are told of an origin that is not there"
  }
}

run "texts_without_e_mail" {
  command = plan

  module {
    source = "./modules/messaging_channels"
  }

  variables {
    mailboxes = {}
  }

  assert {
    condition     = keys(aws_sns_topic_policy.this) == ["inbound_texts", "provider_events"] && length(aws_ses_receipt_rule_set.this) == 0
    error_message = "e-mail is on"
  }
}

run "refuses_a_number_without_a_campaign" {
  command = plan

  module {
    source = "./modules/messaging_channels"
  }

  variables {
    numbers = { chain = { type = "TEN_DLC" } }
  }

  expect_failures = [var.numbers]
}

run "refuses_a_kind_of_number_that_cannot_be_asked_for" {
  command = plan

  module {
    source = "./modules/messaging_channels"
  }

  variables {
    numbers = { chain = { type = "SHORT_CODE" } }
  }

  expect_failures = [var.numbers]
}

run "refuses_numbers_of_which_none_is_the_platform_s" {
  command = plan

  module {
    source = "./modules/messaging_channels"
  }

  variables {
    numbers = { acme = { type = "TOLL_FREE" } }
  }

  expect_failures = [var.numbers]
}

run "refuses_a_name_that_aws_would_not_take" {
  command = plan

  module {
    source = "./modules/messaging_channels"
  }

  variables {
    numbers = { chain = { type = "SIMULATOR" }, "Acme Inc" = { type = "TOLL_FREE" } }
  }

  expect_failures = [var.numbers]
}

run "refuses_what_is_no_mailbox" {
  command = plan

  module {
    source = "./modules/messaging_channels"
  }

  variables {
    mailboxes = { chain = "chain.example" }
  }

  expect_failures = [var.mailboxes]
}

run "refuses_mailboxes_of_which_none_is_the_platform_s" {
  command = plan

  module {
    source = "./modules/messaging_channels"
  }

  variables {
    mailboxes = { acme = "loads@acme.example" }
  }

  expect_failures = [var.mailboxes]
}

run "refuses_the_same_mailbox_twice" {
  command = plan

  module {
    source = "./modules/messaging_channels"
  }

  variables {
    mailboxes = { chain = "dispatch@chain.example", acme = "dispatch@chain.example" }
  }

  expect_failures = [var.mailboxes]
}

run "refuses_topics_that_are_not_there" {
  command = plan

  module {
    source = "./modules/messaging_channels"
  }

  variables {
    topic_arns = { provider_events = "arn:aws:sns:us-east-1:000000000000:receipts" }
  }

  expect_failures = [var.topic_arns]
}
