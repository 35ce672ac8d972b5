"""Runs Terraform on this machine: the checks of `terraform/`, with the provider that the disk holds."""
