terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }

  # `bootstrap/` makes the bucket; terraform init -backend-config="bucket=chain-terraform-ACCOUNT"
  backend "s3" {
    key          = "chain/terraform.tfstate"
    region       = "us-east-1"
    encrypt      = true
    use_lockfile = true
  }
}
