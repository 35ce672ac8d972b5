"""Moves traffic to a release that Terraform published: migrations, functions, then state machines."""
