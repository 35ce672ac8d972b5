"""Chain's own function host with its `awslambdaric` workers, called as the platform calls it."""

import os
import sys
from pathlib import Path
from typing import Any

from local.bench.workload import FUNCTION
from local.bootstrap.layout import ROOT
from local.engine.integrations.calls import Invoke, service_invoke
from local.engine.integrations.clients import Services
from local.functions.configuration import Configuration, FunctionConfiguration
from local.supervisor.children import Program, start
from local.supervisor.health import wait_for_http
from local.supervisor.ports import free_port


def function_workers(given: dict[str, Any]) -> Invoke:
    """How the engine calls a host that it starts."""
    return service_invoke(Services(endpoint=function_host(given), connections=64))


def function_host(given: dict[str, Any]) -> str:
    """Starts the host, which ends with this process; answers its URL."""
    folder = Path(given["folder"])
    function = FunctionConfiguration(
        name=FUNCTION,
        handler=given["handler"],
        timeout=30,
        code=Path(given["code"]),
        layer=Path(given["code"]),
        environment={"DATABASE_URL": given["database_url"]},
    )
    Configuration(functions={FUNCTION: function}).write(folder / "functions.json")
    port = free_port()
    command = [sys.executable, "-P", "-m", "local.functions", "--port", str(port)]
    command += ["--configuration", str(folder / "functions.json"), "--logs", str(folder / "logs")]
    program = Program("functions", command, dict(os.environ), folder / "functions.log", directory=ROOT)
    url = f"http://127.0.0.1:{port}"
    wait_for_http(f"{url}/health", start(program))
    return url
