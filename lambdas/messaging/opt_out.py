"""Whether a text revokes consent "by any reasonable means" (FCC, 47 CFR 64.1200(a)(10)), English and Spanish.

The words of that rule (stop, quit, end, revoke, opt out, cancel, unsubscribe, remove) revoke when they are
the whole message. In a sentence they must be about messages: "stop texting me", not "stop at gate 3". Phrases
that turn a word into something else ("don't stop", "don't text while I'm driving") are struck out first.
"""

from lambdas.messaging.intents.harmless import HARMLESS, OWN_STOPS
from lambdas.messaging.intents.revocations_en import (
    KEYWORD_CLAUSES,
    KEYWORDS_ALONE,
    LAST_WORD,
    LIKELY_PHRASES,
    SURE_PHRASES,
)
from lambdas.messaging.intents.revocations_en_certain import CERTAIN_PHRASES
from lambdas.messaging.intents.revocations_es import SPANISH_PHRASES
from lambdas.messaging.intents.revocations_general import GENERAL_PHRASES
from lambdas.messaging.intents.words import plain

CERTAIN, SURE, LIKELY = 1.0, 0.95, 0.8
REVOKING = 0.75
"""From here on a text counts as a revocation: rather a driver too few than one who wants to be left alone."""


def is_opt_out(text: str) -> bool:
    """Whether a text is to be taken as a revocation."""
    return opt_out_confidence(text) >= REVOKING


def opt_out_confidence(text: str) -> float:
    """Return how sure it is that a text revokes consent, 0.0 (it does not) to 1.0."""
    return opt_out_confidence_of(plain(text))


def opt_out_confidence_of(words: str) -> float:
    """As `opt_out_confidence`, of the plain form."""
    if KEYWORDS_ALONE.found_in(_one_clause(words)):
        return CERTAIN
    meant = HARMLESS.struck_from(words)
    for phrases, confidence in (
        (KEYWORD_CLAUSES, SURE),
        (CERTAIN_PHRASES, CERTAIN),
        (SPANISH_PHRASES, SURE),
        (SURE_PHRASES, SURE),
        (GENERAL_PHRASES, SURE),
        (LIKELY_PHRASES, LIKELY),
    ):
        if phrases.found_in(meant):
            return confidence
    return LIKELY if LAST_WORD.found_in(OWN_STOPS.struck_from(meant)) else 0.0


def _one_clause(words: str) -> str:
    """The text without its clause ends, so that "Stop. Please." is one; a question keeps its mark."""
    return words.replace(" |", "")
