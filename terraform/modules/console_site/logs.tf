# Who asked for what, by vended delivery; query strings are left out, for a sign-in returns with its code in one.

resource "aws_cloudwatch_log_group" "this" {
  name              = "/aws/vendedlogs/chain/console"
  retention_in_days = var.retention_days
  kms_key_id        = var.key_arn
}

resource "aws_cloudwatch_log_delivery_source" "this" {
  name         = "chain-console"
  log_type     = "ACCESS_LOGS"
  resource_arn = aws_cloudfront_distribution.this.arn
}

resource "aws_cloudwatch_log_delivery_destination" "this" {
  name          = "chain-console"
  output_format = "json"

  delivery_destination_configuration {
    destination_resource_arn = aws_cloudwatch_log_group.this.arn
  }
}

resource "aws_cloudwatch_log_delivery" "this" {
  delivery_source_name     = aws_cloudwatch_log_delivery_source.this.name
  delivery_destination_arn = aws_cloudwatch_log_delivery_destination.this.arn
  record_fields            = ["date", "time", "x-edge-location", "cs-method", "cs-uri-stem", "sc-status", "sc-bytes", "time-taken", "ssl-protocol", "x-edge-result-type", "x-edge-request-id"]
}
