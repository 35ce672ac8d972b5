"""How messages end, and what must be true once nothing is left to happen."""

from collections.abc import Iterator
from datetime import datetime

from local.simulator.invariants.runs import RunRow, runs_end_or_wait, runs_keep_their_definition, runs_of
from local.simulator.message.rows import read_messages, read_mixed_texts, read_pending, read_repeated_texts
from local.simulator.message.seen import ENDS, Row
from local.simulator.message.watch import Watch
from local.simulator.setting import Broken, Lifecycle

MOST_SENDS = 12


def broken_at_the_end(watch: Watch) -> Iterator[Broken]:
    runs = runs_of(watch.connection)
    messages = read_messages(watch.connection)
    yield from runs_end_or_wait(runs, ENDS)
    yield from runs_keep_their_definition(runs)
    yield from messages_end_with_their_runs(messages, {run.name: run for run in runs})
    yield from none_lost(watch, messages)
    yield from delivered_means_arrived(watch, messages)
    yield from everything_delivered(watch)
    yield from texts_taken_once(watch)


def messages_end_with_their_runs(messages: list[Row], runs: dict[str, RunRow]) -> Iterator[Broken]:
    """Each message had its one run, and both came to the same end."""
    for message in messages:
        run = runs.get(message["message_id"])
        if run is None:
            yield Broken("messages end with their runs", f"{message['template']} never had a run")
        elif run.state != message["status"] and run.status != "RUNNING":
            yield Broken(
                "messages end with their runs",
                f"{message['template']} is {message['status']}, its run ended in {run.state} "
                f"({message['message_id']})",
            )


def none_lost(watch: Watch, messages: list[Row]) -> Iterator[Broken]:
    """At least once: what was neither called off nor answered was taken, or tried 12 times."""
    for message in messages:
        asked = watch.asked_of.get(message["message_id"], [])
        sure = message["handling"]["guarantee"] == "at_least_once"
        over = message["status"] in ("UNKNOWN", "DELIVERED")
        if sure and over and len(asked) < MOST_SENDS and not any(one.sent.taken for one in asked):
            yield Broken("none lost", f"{message['template']} is {message['status']} and was never taken")


def delivered_means_arrived(watch: Watch, messages: list[Row]) -> Iterator[Broken]:
    """What is said to be delivered reached its recipient, or its carrier said so."""
    for message in messages:
        if message["status"] == "DELIVERED" and not any(
            one.sent.taken for one in watch.asked_of.get(message["message_id"], [])
        ):
            yield Broken("delivered means sent", f"{message['template']} is DELIVERED and was never taken")


def everything_delivered(watch: Watch) -> Iterator[Broken]:
    """Each committed event was delivered, each answer sent, each run started."""
    pending = read_pending(watch.connection)
    if pending:
        yield Broken("events delivered", f"{len(pending)} events, answers or runs are still to go out")


def texts_taken_once(watch: Watch) -> Iterator[Broken]:
    """However often a text comes, it is taken in once, in a thread of its own workspace."""
    if read_repeated_texts(watch.connection):
        yield Broken("texts taken once", "a text was taken in twice")
    if read_mixed_texts(watch.connection):
        yield Broken("workspaces apart", "a text stands in the thread of another workspace")


def lifecycles(watch: Watch) -> list[Lifecycle]:
    """One for each message; its length is from its plan to its last change."""
    return [
        Lifecycle(
            str(message["status"]),
            datetime.fromisoformat(message["updated_at"]) - datetime.fromisoformat(message["created_at"]),
        )
        for message in read_messages(watch.connection)
    ]
