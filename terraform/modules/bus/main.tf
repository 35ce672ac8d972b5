data "aws_caller_identity" "current" {}

resource "aws_cloudwatch_event_bus" "this" {
  name               = var.name
  description        = "what chain's services tell each other"
  kms_key_identifier = var.key_arn
}

# An identity's own policy says which source it puts; this one refuses the others, whatever theirs say.
data "aws_iam_policy_document" "this" {
  dynamic "statement" {
    for_each = var.sources

    content {
      sid       = "Only${replace(title(replace(statement.key, ".", " ")), " ", "")}PutsItsEvents"
      effect    = "Deny"
      actions   = ["events:PutEvents"]
      resources = [aws_cloudwatch_event_bus.this.arn]

      principals {
        type        = "AWS"
        identifiers = ["*"]
      }

      condition {
        test     = "StringEquals"
        variable = "events:source"
        values   = [statement.key]
      }

      condition {
        test     = "ArnNotEquals"
        variable = "aws:PrincipalArn"
        values   = statement.value
      }
    }
  }
}

resource "aws_cloudwatch_event_bus_policy" "this" {
  event_bus_name = aws_cloudwatch_event_bus.this.name
  policy         = data.aws_iam_policy_document.this.json
}

resource "aws_cloudwatch_event_archive" "this" {
  name             = var.name
  description      = "replays of ${var.name}"
  event_source_arn = aws_cloudwatch_event_bus.this.arn
  retention_days   = var.archive_days
}

# What each event holds, for whoever consumes one. EventBridge knows drafts of JSON Schema up to 4, in which ours are
# valid as well (tests/local/terraform/test_schemas.py).
resource "aws_schemas_registry" "this" {
  count = length(var.schemas) > 0 ? 1 : 0

  name        = var.name
  description = "events of ${var.name}, as source@detail-type"
}

resource "aws_schemas_schema" "this" {
  for_each = var.schemas

  name          = each.key
  registry_name = aws_schemas_registry.this[0].name
  type          = "JSONSchemaDraft4"
  content       = jsonencode(merge(jsondecode(file(each.value)), { "$schema" = "http://json-schema.org/draft-04/schema#" }))
}
