# What surrounds every call: access logs that name no person, throttling, metrics, an own domain.

resource "aws_cloudwatch_log_group" "access" {
  name              = "/chain/api/${var.service}"
  retention_in_days = var.retention_days
  kms_key_id        = var.key_arn
}

resource "aws_api_gateway_stage" "this" {
  rest_api_id          = aws_api_gateway_rest_api.this.id
  deployment_id        = aws_api_gateway_deployment.this.id
  stage_name           = "live"
  xray_tracing_enabled = true

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.access.arn
    format = jsonencode({
      request_id    = "$context.requestId"
      requested_at  = "$context.requestTime"
      method        = "$context.httpMethod"
      resource      = "$context.resourcePath"
      status        = "$context.status"
      error         = "$context.error.message"
      latency_ms    = "$context.responseLatency"
      backend_ms    = "$context.integrationLatency"
      answer_bytes  = "$context.responseLength"
      workspace_id  = "$context.authorizer.claims.custom:workspace_id"
      waf_status    = "$context.waf.status"
      trace         = "$context.xrayTraceId"
      backend_error = "$context.integrationErrorMessage"
    })
  }
}

resource "aws_api_gateway_method_settings" "every" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  stage_name  = aws_api_gateway_stage.this.stage_name
  method_path = "*/*"

  settings {
    metrics_enabled        = true
    logging_level          = "ERROR"
    data_trace_enabled     = false
    throttling_rate_limit  = var.throttling.rate
    throttling_burst_limit = var.throttling.burst
  }
}

resource "aws_wafv2_web_acl_association" "this" {
  count = var.web_acl_arn == null ? 0 : 1

  resource_arn = aws_api_gateway_stage.this.arn
  web_acl_arn  = var.web_acl_arn
}

resource "aws_api_gateway_domain_name" "this" {
  count = var.domain == null ? 0 : 1

  domain_name              = var.domain.name
  regional_certificate_arn = var.domain.certificate_arn
  security_policy          = "TLS_1_2"

  endpoint_configuration {
    types = ["REGIONAL"]
  }
}

resource "aws_api_gateway_base_path_mapping" "this" {
  count = var.domain == null ? 0 : 1

  api_id      = aws_api_gateway_rest_api.this.id
  stage_name  = aws_api_gateway_stage.this.stage_name
  domain_name = aws_api_gateway_domain_name.this[0].domain_name
}
