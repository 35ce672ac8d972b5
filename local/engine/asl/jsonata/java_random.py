"""The service's seeded `$random`: java.util.Random, bit for bit.

Source: the documentation of java.util.Random; seed 42 gives 0.7275636800328681 on AWS.
"""

from __future__ import annotations

_MULTIPLIER = 0x5DEECE66D
_INCREMENT = 0xB
_MASK = (1 << 48) - 1


def first_double(seed: int) -> float:
    """Return what `new Random(seed).nextDouble()` gives: from 0, below 1."""
    state = (seed ^ _MULTIPLIER) & _MASK
    state = _next(state)
    high = state >> 22
    state = _next(state)
    low = state >> 21
    return float(((high << 27) + low) * 2.0**-53)


def _next(state: int) -> int:
    return (state * _MULTIPLIER + _INCREMENT) & _MASK
