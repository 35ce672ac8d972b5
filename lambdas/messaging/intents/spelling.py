"""Typing errors in the words that matter: a slip (two in nine letters or more), and spaces left out."""

import re

LONG = 9
SHORT = 6
TARGETS = (
    "subscription",
    "subscriptions",
    "unsubscribe",
    "unsubscribed",
    "desuscribirme",
    "desuscribir",
    "suscripcion",
    "permission",
    "harassing",
    "harassment",
    "messaging",
    "messages",
    "message",
    "texting",
    "sending",
    "contact",
    "contacting",
    "remove",
    "delete",
    "cancel",
    "number",
    "revoke",
    "consent",
    "anymore",
    "mensajes",
    "mensaje",
    "numero",
    "equivocado",
    "escriban",
)
MEANT = """
bending cancela cancelar cancele canceled cancelen cancelled cancelo cancels cancer connecting consents
constant contacta contactado contactan contactar contactarme contacte contacted contacten contactes
contacto contactos contacts containing content contents context contract contracting contracts deleted
deletes equivoca equivocada equivocamos equivocan equivocaron equivocaste equivoco escriba escribana
escribas lending massaged mending messaged messing numbed numbers numeros passage permissive remote
removed remover removes revoked revokes seconds seeding tending tenting testing vending
"""
OTHER_WORDS = frozenset(MEANT.split())
"""English and Spanish words that are one slip away from a target and mean themselves."""


def _without_vowels(word: str) -> str:
    return re.sub("[aeiou]", "", word)


VOWELLESS = {_without_vowels(target): target for target in reversed(TARGETS)}
"""How targets are written in a hurry ("txtng"); of two targets that are written alike, the first."""

JOINED = """
again alone already block calling contact delete dont it leave list lose me message messages messaging
more my never no now number off opt out please quit remove send sending spam spamming stop take text
texting texts this unsubscribe us wrong
"""
PARTS = frozenset(JOINED.split())
WHOLE = """
anymore nome nomy offlist outoff stopoff takeout textmessage textmessages
"""
NOT_PARTED = frozenset(WHOLE.split())


def parted(word: str) -> str:
    """Words that were typed without a space, two or more of those that revoke; or the word itself."""
    if len(word) < SHORT or word in PARTS or word in NOT_PARTED:
        return word
    return " ".join(_parts(word)) or word


def _parts(word: str) -> tuple[str, ...]:
    """The longest parts first; none when anything is left over."""
    if not word:
        return ()
    for end in range(len(word), 1, -1):
        if word[:end] in PARTS:
            rest = _parts(word[end:])
            if rest or end == len(word):
                return (word[:end], *rest)
    return ()


def mended(word: str) -> str:
    """The target that a word is a slip of, or whose vowels it leaves out; or the word itself."""
    if word in VOWELLESS:
        return VOWELLESS[word]
    if len(word) < SHORT - 1 or word in TARGETS or word in OTHER_WORDS:
        return word
    return next((target for target in TARGETS if _is_slip_of(word, target)), word)


def _is_slip_of(word: str, target: str) -> bool:
    """The first letter is right, for slips are seldom there and other words often differ in it alone."""
    slips = 2 if len(target) >= LONG else 1
    if word[0] != target[0] or abs(len(word) - len(target)) > slips:
        return False
    return _distance(word, target) <= slips


def _distance(one: str, other: str) -> int:
    """Letters left out, put in, replaced or exchanged with the next (optimal string alignment)."""
    last: list[int] = []
    row = list(range(len(other) + 1))
    for index, letter in enumerate(one, 1):
        before, last, row = last, row, [index]
        for column, wanted in enumerate(other, 1):
            row.append(min(last[column] + 1, row[-1] + 1, last[column - 1] + (letter != wanted)))
            if index > 1 and column > 1 and letter == other[column - 2] and one[index - 2] == wanted:
                row[-1] = min(row[-1], before[column - 2] + 1)
    return row[-1]
