"""Runs inside a worker process: `python -S bootstrap.py RUNTIME_FOLDER HANDLER`.

Imports `awslambdaric` from the packages of the platform, then hides them: the function sees its code and its
layer, as on AWS. Ends the process when the host's end of standard input closes, however the host died.
"""

import importlib
import os
import sys
import threading

HOST_GONE = 70


def end_with_host() -> None:
    os.read(0, 1)
    os._exit(HOST_GONE)


def main(runtime_folder: str, handler: str) -> None:
    threading.Thread(target=end_with_host, daemon=True, name="end-with-host").start()
    sys.path.append(runtime_folder)
    runtime = importlib.import_module("awslambdaric.__main__")
    sys.path.remove(runtime_folder)
    sys.path[0] = os.environ["LAMBDA_TASK_ROOT"]
    runtime.main(["awslambdaric", handler])


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
