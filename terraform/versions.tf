# The root of the tests alone: one `terraform test` here runs those of every module and environment, with one
# provider, whose start costs more than a module's tests.
terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}
