mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  boundary_arn    = "arn:aws:iam::000000000000:policy/chain-boundary-role"
  key_arn         = "arn:aws:kms:us-east-1:000000000000:key/00000000-0000-0000-0000-000000000000"
  table_arns      = ["arn:aws:dynamodb:us-east-1:000000000000:table/chain-booking-links"]
  bucket_arns     = ["arn:aws:s3:::chain-booking-documents"]
  alarm_topic_arn = "arn:aws:sns:us-east-1:000000000000:chain-alarms"
}

run "cannot_be_changed_by_anybody" {
  command = plan

  module {
    source = "./modules/audit"
  }

  assert {
    condition     = aws_cloudtrail.this.s3_bucket_name == "chain-audit-000000000000" && module.bucket.locked_days == 1096
    error_message = "the trail can be changed or deleted"
  }

  assert {
    condition     = aws_cloudtrail.this.enable_log_file_validation && aws_cloudtrail.this.is_multi_region_trail && aws_cloudtrail.this.kms_key_id == var.key_arn
    error_message = "files are not validated, not of all regions or in the clear"
  }

  assert {
    condition     = length(aws_cloudtrail.this.advanced_event_selector) == 3
    error_message = "reads and writes of the records are not recorded"
  }

  assert {
    condition     = alltrue([for statement in data.aws_iam_policy_document.trail.statement : alltrue([for condition in statement.condition : condition.variable == "aws:SourceArn" && contains(condition.values, "arn:aws:cloudtrail:us-east-1:000000000000:trail/chain")]) && length(statement.condition) == 1])
    error_message = "somebody beside this trail writes"
  }
}

run "tells_when_the_owner_acts_and_when_the_trail_is_silent" {
  command = plan

  module {
    source = "./modules/audit"
  }

  assert {
    condition     = aws_cloudtrail.this.cloud_watch_logs_group_arn == "${aws_cloudwatch_log_group.this.arn}:*" && aws_cloudwatch_log_metric_filter.owner.log_group_name == aws_cloudwatch_log_group.this.name
    error_message = "nothing reads the trail while it is written"
  }

  assert {
    condition     = aws_cloudtrail.this.sns_topic_name == aws_sns_topic.files.arn && aws_cloudwatch_metric_alarm.silent.treat_missing_data == "breaching" && aws_cloudwatch_metric_alarm.silent.dimensions.TopicName == aws_sns_topic.files.name
    error_message = "a trail that stopped goes unseen"
  }

  assert {
    condition     = alltrue([for alarm in [aws_cloudwatch_metric_alarm.owner, aws_cloudwatch_metric_alarm.silent] : alarm.alarm_actions == toset([var.alarm_topic_arn])])
    error_message = "an alarm tells nobody"
  }
}

run "refuses_a_short_memory" {
  command = plan

  module {
    source = "./modules/audit"
  }

  variables {
    retention_days = 30
  }

  expect_failures = [var.retention_days]
}

run "refuses_to_record_no_table" {
  command = plan

  module {
    source = "./modules/audit"
  }

  variables {
    table_arns = []
  }

  expect_failures = [var.table_arns]
}
