# One service's REST API, of the routes that it declares; the longest path wins, `{proxy+}` takes the rest.

locals {
  routes   = { for route in var.routes : "${route.method} ${route.path}" => merge(route, { segments = compact(split("/", route.path)) }) }
  levels   = { for depth in [1, 2, 3] : depth => toset([for route in local.routes : join("/", slice(route.segments, 0, depth)) if length(route.segments) >= depth]) }
  resource = { for path, each in merge(aws_api_gateway_resource.first, aws_api_gateway_resource.second, aws_api_gateway_resource.third) : path => each.id }
  problems = jsondecode(file("${path.module}/../../../schemas/gateway_problems.json"))
}

resource "aws_api_gateway_rest_api" "this" {
  name                         = "chain-${var.service}-api"
  description                  = "HTTP API of chain's ${var.service} service"
  disable_execute_api_endpoint = var.domain != null
  tags                         = var.tags

  endpoint_configuration {
    types = ["REGIONAL"]
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_api_gateway_authorizer" "users" {
  name          = "users"
  rest_api_id   = aws_api_gateway_rest_api.this.id
  type          = "COGNITO_USER_POOLS"
  provider_arns = [var.user_pool_arn]
}

# A path is made from the root down, and Terraform orders no instance after another of the same resource.
resource "aws_api_gateway_resource" "first" {
  for_each = local.levels[1]

  rest_api_id = aws_api_gateway_rest_api.this.id
  parent_id   = aws_api_gateway_rest_api.this.root_resource_id
  path_part   = each.key
}

resource "aws_api_gateway_resource" "second" {
  for_each = local.levels[2]

  rest_api_id = aws_api_gateway_rest_api.this.id
  parent_id   = aws_api_gateway_resource.first[dirname(each.key)].id
  path_part   = basename(each.key)
}

resource "aws_api_gateway_resource" "third" {
  for_each = local.levels[3]

  rest_api_id = aws_api_gateway_rest_api.this.id
  parent_id   = aws_api_gateway_resource.second[dirname(each.key)].id
  path_part   = basename(each.key)
}

# A call without a part of its path, or a probe of one, ends here and not in a function.
resource "aws_api_gateway_request_validator" "parameters" {
  name                        = "parameters"
  rest_api_id                 = aws_api_gateway_rest_api.this.id
  validate_request_parameters = true
}

resource "aws_api_gateway_method" "this" {
  for_each = local.routes

  rest_api_id   = aws_api_gateway_rest_api.this.id
  resource_id   = local.resource[join("/", each.value.segments)]
  http_method   = each.value.method
  authorization = each.value.authorizer == "cognito" ? "COGNITO_USER_POOLS" : "NONE"
  authorizer_id = each.value.authorizer == "cognito" ? aws_api_gateway_authorizer.users.id : null

  # with scopes the authorizer takes access tokens, without any ID tokens
  authorization_scopes = each.value.authorizer == "cognito" ? var.scopes : []
  api_key_required     = each.value.authorizer == "cognito" && length(var.usage_plans) > 0

  request_validator_id = aws_api_gateway_request_validator.parameters.id
  request_parameters   = { for segment in each.value.segments : "method.request.path.${trim(segment, "{}+")}" => true if startswith(segment, "{") }
}

resource "aws_api_gateway_integration" "this" {
  for_each = local.routes

  rest_api_id             = aws_api_gateway_rest_api.this.id
  resource_id             = aws_api_gateway_method.this[each.key].resource_id
  http_method             = aws_api_gateway_method.this[each.key].http_method
  type                    = "AWS_PROXY"
  integration_http_method = "POST"
  uri                     = each.value.invoke_arn
}

# What API Gateway refuses by itself is a problem (RFC 9457) like any refusal of a function.
resource "aws_api_gateway_gateway_response" "this" {
  for_each = local.problems

  rest_api_id   = aws_api_gateway_rest_api.this.id
  response_type = each.key
  status_code   = try(tostring(each.value.status), null)

  # API Gateway puts its own message in with the quotation marks
  response_templates = { "application/json" = replace(jsonencode(each.value), "\"$context.error.messageString\"", "$context.error.messageString") }
  response_parameters = merge(
    { "gatewayresponse.header.Content-Type" = "'application/problem+json'" },
    each.key == "UNAUTHORIZED" ? { "gatewayresponse.header.WWW-Authenticate" = "'Bearer'" } : {},
  )
}

resource "aws_lambda_permission" "this" {
  for_each = { for route in var.routes : route.function_name => route... }

  statement_id  = "api"
  action        = "lambda:InvokeFunction"
  principal     = "apigateway.amazonaws.com"
  function_name = each.key
  qualifier     = "live"
  source_arn    = "${aws_api_gateway_rest_api.this.execution_arn}/*"
}

resource "aws_api_gateway_deployment" "this" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  triggers    = { routes = sha256(jsonencode([var.routes, var.user_pool_arn, var.scopes, length(var.usage_plans) > 0, local.problems])) }

  lifecycle {
    create_before_destroy = true
  }

  depends_on = [aws_api_gateway_integration.this, aws_api_gateway_gateway_response.this]
}
