output "sms_origin" {
  description = "Number of workspaces without one of their own, E.164; empty where texts are off."
  value       = try(aws_pinpointsmsvoicev2_phone_number.this["chain"].phone_number, "")
}

output "email_origin" {
  description = "Mailbox of workspaces without one of their own; empty where e-mail is off."
  value       = lookup(var.mailboxes, "chain", "")
}

output "origins" {
  description = "ARNs of what a function may send by, by channel; SES asks for the configuration set too."
  value = {
    sms   = [for number in aws_pinpointsmsvoicev2_phone_number.this : number.arn]
    email = concat([for identity in aws_sesv2_email_identity.this : identity.arn], aws_sesv2_configuration_set.this[*].arn)
  }
}

output "numbers" {
  description = "The telephone numbers by name, for workspaces' policies."
  value       = { for name, number in aws_pinpointsmsvoicev2_phone_number.this : name => number.phone_number }
}

output "dns_records" {
  description = "What the domains' DNS must say before SES sends or receives: DKIM, MAIL FROM with SPF, DMARC, and where e-mail goes."
  value = flatten([for domain, identity in aws_sesv2_email_identity.this : concat(
    [for token in identity.dkim_signing_attributes[0].tokens : { name = "${token}._domainkey.${domain}", type = "CNAME", value = "${token}.dkim.amazonses.com" }],
    [
      { name = "mail.${domain}", type = "MX", value = "10 feedback-smtp.${local.region}.amazonses.com" },
      { name = "mail.${domain}", type = "TXT", value = "v=spf1 include:amazonses.com -all" },
      { name = "_dmarc.${domain}", type = "TXT", value = "v=DMARC1; p=reject" },
      { name = domain, type = "MX", value = "10 inbound-smtp.${local.region}.amazonaws.com" },
    ],
  )])
}
