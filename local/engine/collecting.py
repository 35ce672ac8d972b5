"""How often Python looks for cycles: a step makes some hundred objects, next to none of them in cycles."""

import gc

_OBJECTS = 50_000
_YOUNGER_ROUNDS = 20


def collect_seldom() -> None:
    """For a process that runs nothing else: a fifth of a step's time was the collector's.

    What is there now is never looked at again: modules and definitions stay to the end.
    """
    gc.freeze()
    gc.set_threshold(_OBJECTS, _YOUNGER_ROUNDS, _YOUNGER_ROUNDS)
