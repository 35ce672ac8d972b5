locals {
  tags = {
    Application = "chain"
    Environment = "dev"
    ManagedBy   = "terraform"
  }
}

provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = [var.account_id]

  default_tags {
    tags = local.tags
  }
}

provider "aws" {
  alias               = "copies"
  region              = "us-west-2"
  allowed_account_ids = [var.account_id]

  default_tags {
    tags = local.tags
  }
}
