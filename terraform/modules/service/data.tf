resource "aws_dynamodb_table" "this" {
  for_each = local.tables

  name                        = local.names[each.key]
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = each.value.partition_key.name
  range_key                   = try(each.value.sort_key.name, null)
  deletion_protection_enabled = var.protect_data

  dynamic "attribute" {
    for_each = { for key in compact([jsonencode(each.value.partition_key), can(each.value.sort_key) ? jsonencode(each.value.sort_key) : ""]) : jsondecode(key).name => jsondecode(key).type }

    content {
      name = attribute.key
      type = attribute.value
    }
  }

  dynamic "ttl" {
    for_each = can(each.value.ttl) ? [each.value.ttl] : []

    content {
      attribute_name = ttl.value
      enabled        = true
    }
  }

  point_in_time_recovery {
    enabled = true
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = var.keys.records
  }

  lifecycle {
    prevent_destroy = true
  }
}

module "bucket" {
  source   = "../private_bucket"
  for_each = local.buckets

  name           = local.bucket_names[each.key]
  key_arn        = var.keys.records
  may_be_emptied = !var.protect_data
  emulated       = var.emulated
}

# Values are put by an operator or a rotation, never by Terraform, whose state would hold them: but for the
# database's address, which on AWS holds no password.
resource "aws_secretsmanager_secret" "this" {
  for_each = local.secrets

  name                    = each.value.id
  description             = "fields: ${join(", ", keys(each.value.fields))}"
  kms_key_id              = var.keys.secrets
  recovery_window_in_days = var.protect_data ? 30 : 0
}

resource "aws_secretsmanager_secret_version" "database" {
  for_each = local.database_secrets

  secret_id     = aws_secretsmanager_secret.this[each.key].id
  secret_string = jsonencode({ for field, _ in each.value.fields : field => var.database.url })
}
