# Who may ask how much: an API key a plan counts and slows, and lets nobody in, which tokens do.

resource "aws_api_gateway_usage_plan" "this" {
  for_each = var.usage_plans

  name        = "chain-${var.service}-${each.key}"
  description = "${each.key}'s share of ${var.service}'s API"

  api_stages {
    api_id = aws_api_gateway_rest_api.this.id
    stage  = aws_api_gateway_stage.this.stage_name
  }

  throttle_settings {
    rate_limit  = each.value.rate
    burst_limit = each.value.burst
  }

  quota_settings {
    limit  = each.value.a_day
    period = "DAY"
  }
}

resource "aws_api_gateway_api_key" "this" {
  for_each = var.usage_plans

  name        = "chain-${var.service}-${each.key}"
  description = "counts ${each.key}'s requests"
}

resource "aws_api_gateway_usage_plan_key" "this" {
  for_each = var.usage_plans

  key_id        = aws_api_gateway_api_key.this[each.key].id
  key_type      = "API_KEY"
  usage_plan_id = aws_api_gateway_usage_plan.this[each.key].id
}
