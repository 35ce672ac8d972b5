# What AWS answers in the tests: one account in one region.

mock_data "aws_caller_identity" {
  defaults = {
    account_id = "000000000000"
  }
}

mock_data "aws_region" {
  defaults = {
    name = "us-east-1"
  }
}

mock_data "aws_partition" {
  defaults = {
    partition  = "aws"
    dns_suffix = "amazonaws.com"
  }
}

mock_data "aws_iam_policy_document" {
  defaults = {
    json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}"
  }
}

mock_resource "aws_iam_role" {
  defaults = {
    arn = "arn:aws:iam::000000000000:role/mocked"
  }
}

mock_resource "aws_sqs_queue" {
  defaults = {
    arn = "arn:aws:sqs:us-east-1:000000000000:mocked"
  }
}

mock_resource "aws_sns_topic" {
  defaults = {
    arn = "arn:aws:sns:us-east-1:000000000000:mocked"
  }
}

mock_resource "aws_cloudwatch_log_group" {
  defaults = {
    arn = "arn:aws:logs:us-east-1:000000000000:log-group:mocked"
  }
}

mock_resource "aws_cloudwatch_event_bus" {
  defaults = {
    arn = "arn:aws:events:us-east-1:000000000000:event-bus/mocked"
  }
}

mock_resource "aws_kms_key" {
  defaults = {
    arn = "arn:aws:kms:us-east-1:000000000000:key/00000000-0000-0000-0000-000000000000"
  }
}

mock_resource "aws_secretsmanager_secret" {
  defaults = {
    arn = "arn:aws:secretsmanager:us-east-1:000000000000:secret:mocked-AbCdEf"
  }
}

mock_resource "aws_s3_bucket" {
  defaults = {
    arn = "arn:aws:s3:::mocked"
  }
}

mock_resource "aws_dynamodb_table" {
  defaults = {
    arn = "arn:aws:dynamodb:us-east-1:000000000000:table/mocked"
  }
}

mock_resource "aws_cloudwatch_metric_alarm" {
  defaults = {
    arn = "arn:aws:cloudwatch:us-east-1:000000000000:alarm:mocked"
  }
}

mock_resource "aws_wafv2_web_acl" {
  defaults = {
    arn = "arn:aws:wafv2:us-east-1:000000000000:regional/webacl/mocked/00000000"
  }
}

mock_resource "aws_cognito_user_pool" {
  defaults = {
    id  = "us-east-1_mocked"
    arn = "arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_mocked"
  }
}

mock_resource "aws_api_gateway_stage" {
  defaults = {
    arn = "arn:aws:apigateway:us-east-1::/restapis/mocked/stages/v1"
  }
}

mock_resource "aws_backup_vault" {
  defaults = {
    arn = "arn:aws:backup:us-east-1:000000000000:backup-vault:mocked"
  }
}

mock_resource "aws_rds_cluster" {
  defaults = {
    id                 = "chain"
    arn                = "arn:aws:rds:us-east-1:000000000000:cluster:mocked"
    master_user_secret = [{ secret_arn = "arn:aws:secretsmanager:us-east-1:000000000000:secret:owner-AbCdEf" }]
  }
}

mock_resource "aws_db_proxy" {
  defaults = {
    arn = "arn:aws:rds:us-east-1:000000000000:db-proxy:prx-mocked"
  }
}

mock_resource "aws_kinesis_stream" {
  defaults = {
    arn = "arn:aws:kinesis:us-east-1:000000000000:stream/mocked"
  }
}

mock_resource "aws_kinesis_firehose_delivery_stream" {
  defaults = {
    arn = "arn:aws:firehose:us-east-1:000000000000:deliverystream/aws-waf-logs-mocked"
  }
}

mock_resource "aws_lambda_function" {
  defaults = {
    arn           = "arn:aws:lambda:us-east-1:000000000000:function:mocked"
    qualified_arn = "arn:aws:lambda:us-east-1:000000000000:function:mocked:1"
    invoke_arn    = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:mocked/invocations"
    version       = "1"
  }
}

mock_resource "aws_lambda_alias" {
  defaults = {
    arn        = "arn:aws:lambda:us-east-1:000000000000:function:mocked:live"
    invoke_arn = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:mocked:live/invocations"
  }
}

mock_resource "aws_lambda_layer_version" {
  defaults = {
    arn = "arn:aws:lambda:us-east-1:000000000000:layer:mocked:1"
  }
}

mock_resource "aws_sfn_state_machine" {
  defaults = {
    arn                       = "arn:aws:states:us-east-1:000000000000:stateMachine:mocked"
    state_machine_version_arn = "arn:aws:states:us-east-1:000000000000:stateMachine:mocked:2"
  }
}

mock_resource "aws_sfn_alias" {
  defaults = {
    arn = "arn:aws:states:us-east-1:000000000000:stateMachine:mocked:live"
  }
}

mock_resource "aws_cloudfront_distribution" {
  defaults = {
    arn         = "arn:aws:cloudfront::000000000000:distribution/MOCKED"
    domain_name = "mocked.cloudfront.net"
  }
}

mock_resource "aws_cloudwatch_log_delivery_destination" {
  defaults = {
    arn = "arn:aws:logs:us-east-1:000000000000:delivery-destination:mocked"
  }
}

mock_resource "aws_cloudfront_origin_access_control" {
  defaults = {
    id = "EMOCKEDACCESS"
  }
}

mock_resource "aws_cloudfront_response_headers_policy" {
  defaults = {
    id = "00000000-0000-0000-0000-0000000000aa"
  }
}

mock_resource "aws_pinpointsmsvoicev2_phone_number" {
  defaults = {
    arn          = "arn:aws:sms-voice:us-east-1:000000000000:phone-number/phone-mocked"
    phone_number = "+13175550100"
  }
}

mock_resource "aws_sesv2_email_identity" {
  defaults = {
    arn = "arn:aws:ses:us-east-1:000000000000:identity/mocked"
  }
}

mock_resource "aws_sesv2_configuration_set" {
  defaults = {
    arn = "arn:aws:ses:us-east-1:000000000000:configuration-set/mocked"
  }
}
