resource "aws_kinesis_stream" "this" {
  name             = var.name
  shard_count      = var.shards == 0 ? null : var.shards
  retention_period = var.retention_hours
  encryption_type  = "KMS"
  kms_key_id       = var.key_arn

  stream_mode_details {
    stream_mode = var.shards == 0 ? "ON_DEMAND" : "PROVISIONED"
  }
}
