"""The functions that the host runs in these tests; written into a code folder of their own."""

SOURCE = '''
import json, os, signal, sys, time
from pathlib import Path

class CarrierNotEligible(Exception):
    pass

def echo(event, context):
    print("echoing", event.get("n"))
    return {"event": event, "request_id": context.aws_request_id, "arn": context.invoked_function_arn,
            "pid": os.getpid(), "remaining": context.get_remaining_time_in_millis()}

def environment(event, context):
    return {"environment": dict(os.environ), "path": sys.path}

def refuse(event, context):
    raise CarrierNotEligible("the carrier's authority is inactive")

def sleep(event, context):
    Path(event["started"]).write_text(str(os.getpid()))
    time.sleep(event["seconds"])
    return os.getpid()

def leave(event, context):
    sys.exit(event["code"])

def kill_itself(event, context):
    os.kill(os.getpid(), signal.SIGKILL)

def large(event, context):
    return "x" * event["size"]

def meet(event, context):
    """Answers once `count` invocations run at the same time."""
    folder = Path(event["folder"])
    (folder / str(os.getpid())).touch()
    while len(list(folder.iterdir())) < event["count"]:
        time.sleep(0.01)
    return os.getpid()

def hidden(event, context):
    import starlette
'''

BROKEN = "import no_such_package\n\ndef handler(event, context):\n    return 1\n"
