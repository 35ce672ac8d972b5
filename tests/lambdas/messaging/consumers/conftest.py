from tests.lambdas.messaging.workflow.conftest import run

__all__ = ["run"]
