# The emulator answers for every service but Step Functions, which our own engine is.

locals {
  tags = {
    Application = "chain"
    Environment = "local"
    ManagedBy   = "terraform"
  }
}

provider "aws" {
  region                      = "us-east-1"
  access_key                  = var.account_id
  secret_key                  = "local"
  allowed_account_ids         = [var.account_id]
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  s3_use_path_style           = true

  default_tags {
    tags = local.tags
  }

  endpoints {
    apigateway     = var.endpoints.aws
    cloudwatch     = var.endpoints.aws
    cognitoidp     = var.endpoints.aws
    dynamodb       = var.endpoints.aws
    events         = var.endpoints.aws
    iam            = var.endpoints.aws
    kinesis        = var.endpoints.aws
    kms            = var.endpoints.aws
    lambda         = var.endpoints.aws
    logs           = var.endpoints.aws
    s3             = var.endpoints.aws
    scheduler      = var.endpoints.aws
    secretsmanager = var.endpoints.aws
    sfn            = var.endpoints.states
    sns            = var.endpoints.aws
    sqs            = var.endpoints.aws
    sts            = var.endpoints.aws
  }
}
