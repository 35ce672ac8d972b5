mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  service       = "booking"
  web_acl_arn   = "arn:aws:wafv2:us-east-1:000000000000:regional/webacl/chain/00000000-0000-0000-0000-000000000000"
  user_pool_arn = "arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_chain"
  key_arn       = "arn:aws:kms:us-east-1:000000000000:key/00000000-0000-0000-0000-000000000000"
  routes = [
    { path = "/v1/health", method = "GET", authorizer = "none", function_name = "chain-booking-api", invoke_arn = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/booking/invocations" },
    { path = "/{proxy+}", method = "ANY", authorizer = "cognito", function_name = "chain-booking-api", invoke_arn = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/booking/invocations" },
  ]
}

run "asks_for_a_token_where_declared" {
  command = plan

  module {
    source = "./modules/api"
  }

  assert {
    condition     = aws_api_gateway_method.this["ANY /{proxy+}"].authorization == "COGNITO_USER_POOLS"
    error_message = "a route that declares cognito is open"
  }

  assert {
    condition     = aws_api_gateway_method.this["GET /v1/health"].authorization == "NONE"
    error_message = "an uptime check needs a token"
  }

  assert {
    condition     = toset(keys(aws_api_gateway_resource.first)) == toset(["v1", "{proxy+}"]) && toset(keys(aws_api_gateway_resource.second)) == toset(["v1/health"])
    error_message = "the paths are not the declared ones"
  }

  assert {
    condition     = alltrue([for route, method in aws_api_gateway_method.this : length(coalesce(method.request_parameters, {})) == length(regexall("{", route))])
    error_message = "a call without a part of its path reaches a function"
  }

  assert {
    condition     = alltrue([for each in aws_api_gateway_gateway_response.this : each.response_parameters["gatewayresponse.header.Content-Type"] == "'application/problem+json'"])
    error_message = "what API Gateway refuses by itself is no problem details"
  }

  assert {
    condition     = jsondecode(aws_api_gateway_gateway_response.this["UNAUTHORIZED"].response_templates["application/json"]).status == 401 && aws_api_gateway_gateway_response.this["MISSING_AUTHENTICATION_TOKEN"].status_code == "404"
    error_message = "a call without a token is no 401, or a path that is not there no 404"
  }

  assert {
    condition     = endswith(aws_api_gateway_gateway_response.this["DEFAULT_4XX"].response_templates["application/json"], "}") && strcontains(aws_api_gateway_gateway_response.this["DEFAULT_4XX"].response_templates["application/json"], ":$context.error.messageString")
    error_message = "API Gateway's message is within quotation marks twice"
  }

  assert {
    condition     = alltrue([for each in aws_lambda_permission.this : each.qualifier == "live"])
    error_message = "calls do not go by the alias that a canary moves"
  }
}

run "logs_throttles_and_guards" {
  command = plan

  module {
    source = "./modules/api"
  }

  assert {
    condition     = aws_cloudwatch_log_group.access.kms_key_id == var.key_arn && aws_cloudwatch_log_group.access.retention_in_days == 365
    error_message = "access logs are in the clear or not kept a year"
  }

  assert {
    condition     = !strcontains(aws_api_gateway_stage.this.access_log_settings[0].format, "sourceIp") && !strcontains(aws_api_gateway_stage.this.access_log_settings[0].format, "email")
    error_message = "access logs name persons"
  }

  assert {
    condition     = aws_api_gateway_method_settings.every.settings[0].throttling_rate_limit == 500 && !aws_api_gateway_method_settings.every.settings[0].data_trace_enabled
    error_message = "calls are not throttled, or their bodies logged"
  }

  assert {
    condition     = length(aws_wafv2_web_acl_association.this) == 1
    error_message = "no firewall stands before the API"
  }
}

run "has_its_own_domain" {
  command = plan

  module {
    source = "./modules/api"
  }

  variables {
    domain = { name = "api.chain.example", certificate_arn = "arn:aws:acm:us-east-1:000000000000:certificate/00000000-0000-0000-0000-000000000000" }
  }

  assert {
    condition     = aws_api_gateway_domain_name.this[0].security_policy == "TLS_1_2" && aws_api_gateway_rest_api.this.disable_execute_api_endpoint
    error_message = "the domain takes old TLS, or has a side door"
  }
}

run "refuses_one_route_twice" {
  command = plan

  module {
    source = "./modules/api"
  }

  variables {
    routes = [
      { path = "/{proxy+}", method = "ANY", authorizer = "cognito", function_name = "a", invoke_arn = "arn:aws:apigateway:us-east-1:lambda:path/a" },
      { path = "/{proxy+}", method = "ANY", authorizer = "cognito", function_name = "b", invoke_arn = "arn:aws:apigateway:us-east-1:lambda:path/b" },
    ]
  }

  expect_failures = [var.routes]
}

run "takes_access_tokens_with_a_scope_of_ours" {
  command = plan

  module {
    source = "./modules/api"
  }

  variables {
    scopes = ["chain/read", "chain/write"]
  }

  assert {
    condition     = toset(aws_api_gateway_method.this["ANY /{proxy+}"].authorization_scopes) == toset(["chain/read", "chain/write"])
    error_message = "a token without a scope is let in"
  }

  assert {
    condition     = length(aws_api_gateway_usage_plan.this) == 0 && !aws_api_gateway_method.this["ANY /{proxy+}"].api_key_required
    error_message = "a key is asked for, and no plan has one"
  }
}

run "counts_each_plan_s_requests" {
  command = plan

  module {
    source = "./modules/api"
  }

  variables {
    usage_plans = { tms = { rate = 20, burst = 40, a_day = 100000 } }
  }

  assert {
    condition     = aws_api_gateway_usage_plan.this["tms"].quota_settings[0].limit == 100000 && aws_api_gateway_usage_plan.this["tms"].quota_settings[0].period == "DAY" && aws_api_gateway_usage_plan.this["tms"].throttle_settings[0].rate_limit == 20
    error_message = "a plan has no end"
  }

  assert {
    condition     = aws_api_gateway_method.this["ANY /{proxy+}"].api_key_required && !aws_api_gateway_method.this["GET /v1/health"].api_key_required
    error_message = "requests are not counted, or uptime checks need a key"
  }
}

run "refuses_a_plan_for_nobody" {
  command = plan

  module {
    source = "./modules/api"
  }

  variables {
    usage_plans = { tms = { rate = 0, burst = 0, a_day = 0 } }
  }

  expect_failures = [var.usage_plans]
}
