"""Checks a definition as the service does when it is created."""

from local.engine.asl.validation.graphs import validate

__all__ = ["validate"]
