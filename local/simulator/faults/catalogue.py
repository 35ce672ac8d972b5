"""All faults by name, what each does, and how often it strikes."""

from collections.abc import Mapping

FAULTS: Mapping[str, str] = {
    "crash-before-write": "a function dies before its first write",
    "crash-after-write": "a function dies after its first write, before anybody hears of it",
    "crash-after-event": "a function dies after its events are on the bus",
    "interleave": "a function stops between reading and writing while others run",
    "time-out": "a function outlives its time limit; its last statement arrives after its end",
    "throttle": "a function or a service answers that it is asked too often",
    "lose": "an event, a message or a callback gets lost on its way",
    "duplicate": "an event is delivered twice; a callback is taken, and its sender hears of a failure",
    "delay": "an event or a callback arrives late",
    "reorder": "an event is overtaken by later ones",
    "restart": "the engine dies, also between a task's answer and its journal, and folds every run again",
    "clock": "the clock jumps an hour ahead",
    "upgrade": "the state machine gets another definition while runs are in flight",
}

FAULTS_OF_PROVIDERS: Mapping[str, str] = {
    "provider-late": "receipts come up to 90 hours late",
    "provider-silent": "no receipt ever comes",
    "provider-duplicates": "receipts, and texts that people write, come twice",
    "provider-reorders": "receipts overtake and contradict each other",
    "provider-fails": "the provider throttles, refuses, breaks, or cannot reach the recipient",
    "text-crosses": "a STOP arrives between the decision to send and its claim",
    "provider-ambiguous": "the call ends without an answer, before or after the provider took the message",
}
"""Those of the providers of texts and e-mails: only a machine that sends meets them."""

EVERY_FAULT: Mapping[str, str] = {**FAULTS, **FAULTS_OF_PROVIDERS}

OF_FUNCTIONS: Mapping[str, int] = {
    "crash-before-write": 15,
    "crash-after-write": 20,
    "crash-after-event": 15,
    "interleave": 40,
    "time-out": 8,
    "throttle": 10,
    "lose": 10,
    "duplicate": 10,
    "delay": 10,
    "restart": 4,
}
"""Weights of the faults that a function may meet; `lose`, `duplicate`, `delay` strike its callback."""

OF_DELIVERIES: Mapping[str, int] = {"lose": 3, "duplicate": 4, "delay": 3, "reorder": 4}
OF_PROVIDERS: Mapping[str, int] = {
    "provider-late": 3,
    "provider-silent": 3,
    "provider-duplicates": 4,
    "provider-reorders": 4,
    "provider-fails": 5,
    "provider-ambiguous": 5,
}
CHANCE_OF_FUNCTIONS = 0.12
CHANCE_OF_DELIVERIES = 0.04
CHANCE_OF_PROVIDERS = 0.35


class UnknownFaultError(Exception):
    """A name that is no fault."""

    def __init__(self, names: frozenset[str]) -> None:
        known = ", ".join(EVERY_FAULT)
        super().__init__(f"no such fault: {', '.join(sorted(names))}; known are {known}, `all` and `none`")


def faults_named(text: str) -> frozenset[str]:
    """Read `all`, `none` or names with commas between them. Raises UnknownFaultError."""
    names = frozenset(name.strip() for name in text.split(",") if name.strip())
    if names == {"all"}:
        return frozenset(EVERY_FAULT)
    if names in ({"none"}, frozenset()):
        return frozenset()
    if names - EVERY_FAULT.keys():
        raise UnknownFaultError(names - EVERY_FAULT.keys())
    return names
