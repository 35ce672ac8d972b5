"""What is deployed: each service's code, and the layer of its dependencies."""

from local.packaging.code import CodePackage, build_code, forget_other_builds
from local.packaging.layer import LayerError, build_layer

__all__ = ["CodePackage", "LayerError", "build_code", "build_layer", "forget_other_builds"]
