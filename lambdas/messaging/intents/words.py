"""A text as plain words: lower case, without accents, apostrophes and spelling variants, clause ends kept.

`plain("Don't txt me! S T O P")` is `" dont text me | stop"`: each word after one space, `|` ends a clause and
`?` a question. Phrases (`phrases.py`) are matched against this form.
"""

import re
import unicodedata
from functools import cache

from lambdas.messaging.intents.spelling import mended, parted

MAXIMUM_LENGTH = 2_000
"""Of longer texts the beginning and the end are read: an e-mail says last that its sender wants no more."""

PICTOGRAMS = {
    "🛑": " stop ",
    "⛔": " stop ",
    "🚫": " no ",
    "🙅": " no ",
    "📱": " message ",
    "📲": " message ",
    "💬": " message ",
    "📩": " message ",
    "✉": " message ",
    "🔕": " no notifications ",
    "👍": " yes ",
    "✅": " yes ",
    "👌": " ok ",
    "🤝": " deal ",
    "👎": " no ",
    "❌": " no ",
    "стоп": " stop ",
    "хватит": " stop ",
    "🖕": " fuck off ",
}
SPELLINGS: dict[str, str] = {
    **dict.fromkeys(("txt", "textt"), "text"),
    **dict.fromkeys(("txts", "txtz", "textes"), "texts"),
    **dict.fromkeys(("txting", "txtin", "textin", "textng", "texing", "smsing"), "texting"),
    **dict.fromkeys(("msg", "mssg", "mesage", "messege", "massage", "messag"), "message"),
    **dict.fromkeys(("msgs", "mssgs", "mesages", "messeges", "massages", "msges"), "messages"),
    **dict.fromkeys(("msging", "msgin", "mesaging", "messging", "messagin"), "messaging"),
    **dict.fromkeys(("pls", "plz", "plss", "plse", "pleas", "pleaze", "pleeease"), "please"),
    **dict.fromkeys(("u", "yall", "yous"), "you"),
    **dict.fromkeys(("ur", "youre"), "your"),
    **dict.fromkeys(("thx", "ty", "tks", "thnx"), "thanks"),
    **dict.fromkeys(("dnt", "donot", "dosnt"), "dont"),
    **dict.fromkeys(("sendin", "sendn"), "sending"),
    **dict.fromkeys(("num", "nbr", "numbr"), "number"),
    **dict.fromkeys(("mins", "minutes", "minute", "minutos", "minuto"), "min"),
    **dict.fromkeys(("hrs", "hours", "hour", "hr", "horas", "hora"), "hours"),
    **dict.fromkeys(("yea", "yeah", "yep", "yup", "yess", "ye", "yas", "yeh"), "yes"),
    **dict.fromkeys(("nope", "nah", "naw", "noo", "nop"), "no"),
    **dict.fromkeys(("k", "kk", "okey", "okay", "okk"), "ok"),
    **dict.fromkeys(("gonna",), "going"),
    **dict.fromkeys(("gotta",), "got"),
    **dict.fromkeys(("wanna",), "want"),
    **dict.fromkeys(("msj", "mjs", "mensage", "mensaje"), "mensaje"),
    **dict.fromkeys(("msjs", "mensages"), "mensajes"),
    **dict.fromkeys(("sotp", "stpo", "tsop", "stp", "staph", "stahp", "stap", "stoop", "stopt"), "stop"),
    **dict.fromkeys(("unsub", "unsubscibe", "unsubscirbe"), "unsubscribe"),
    **dict.fromkeys(("cancle", "cancell", "cancal"), "cancel"),
    **dict.fromkeys(("optout", "optingout"), "opt out"),
    **dict.fromkeys(("nomore",), "no more"),
    **dict.fromkeys(("r",), "are"),
    **dict.fromkeys(("remov", "remvoe", "romove", "remoove", "removve", "rmove", "rmv"), "remove"),
    **dict.fromkeys(("tke", "taek"), "take"),
    **dict.fromkeys(("becuz", "bcuz", "bcz", "cuz", "cause"), "because"),
    **dict.fromkeys(("plis", "porfa", "porfavor", "xfa", "xfavor", "pf"), "por favor"),
    **dict.fromkeys(("w",), "with"),
    **dict.fromkeys(("wrng", "worng"), "wrong"),
    **dict.fromkeys(("fck", "fuk", "fuc", "fuckin"), "fuck"),
}
KEYWORDS = (
    "stop",
    "stopall",
    "quit",
    "end",
    "cancel",
    "unsubscribe",
    "remove",
    "revoke",
    "texting",
    "text",
    "message",
    "messages",
    "alto",
    "parar",
    "paren",
    "pare",
    "cancelar",
    "basta",
    "detener",
    "start",
    "help",
    "yes",
    "no",
)
INVISIBLE = ("Mn", "Cf")
"""Categories of accents, and of marks of formatting such as the zero-width space."""

SPACED_LETTERS = re.compile(r"\b[a-z](?:[ .\-_*][a-z]){2,}\b")
WORD = re.compile(r"[a-z]+(?=#)|[a-z0-9]*[a-z][a-z0-9]*|\d+(?:[:.]\d+)*|#|\?|[.!;:\n,|()\"“”\-–—/…]")  # noqa: RUF001 - dashes as people type them
REACTION = re.compile(r"^\s*(liked|loved|emphasized|laughed at|disliked|questioned)\s+[\"“].*", re.DOTALL)
REACTION_WORDS = {"liked": "yes", "loved": "yes", "emphasized": "ok", "disliked": "no", "questioned": "?"}
QUOTED_FOOTER = re.compile(
    r"\b(?:reply|text|txt|send|responda|envie)\s+[\"']?(?:stop|alto|end|quit|cancel)[\"']?\s+"
    r"(?:to|2|para)\s+\w+(?:[ -]out)?"
)
PARTED = re.compile(r"\b(do|don|can|won|didn|isn|doesn|wasn|haven|couldn|wouldn) (?:n )?t\b")
PHONE = re.compile(r"(?<![\d$])(?:\+?1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-]?)\d{3}[ .-]?\d{4}(?!\d)")
WEBSITE = re.compile(r"https?://\S+|\bmaps\.app\.goo\.gl/\S+|-?\d{1,2}\.\d{3,}\s*,\s*-?\d{1,3}\.\d{3,}")
"""A link, or coordinates as phones share them."""
MAP = re.compile(r"\bmaps?\b|waze|^-?\d")
APOSTROPHES = "['’‘`´]"  # noqa: RUF001 - as phones type them
WE_WILL = re.compile(rf"\bwe{APOSTROPHES}ll\b")
SINGLE_WORDS = re.compile(r" [a-z]+(?: \| [a-z]+){2,}(?: \|)*")
"""Each word a clause of its own: "Stop. Texting. Me." is one."""
SIGNATURE = re.compile(r"\n\s*(?:sent (?:from|via)|enviado desde|get outlook)\b.*", re.DOTALL)


def plain(text: str) -> str:
    """Return the plain form of a text, of a long one that of what `readable` leaves."""
    lowered = _lowered(readable(text))
    reaction = REACTION.match(lowered)
    if reaction:
        return " " + REACTION_WORDS.get(reaction[1], "|")
    unquoted = QUOTED_FOOTER.sub(" ", SIGNATURE.sub("", lowered))
    unquoted = re.sub(r"\bw/ ?", "with ", unquoted)
    unquoted = re.sub(r"\b10[- ]?4\b", "roger", unquoted)
    unquoted = PHONE.sub(" phonenumber ", re.sub(r"(?<=[a-z])/(?=[a-z])", " ", unquoted))
    joined = re.sub(r"\bun[- ]su(?=bscri|scri|b\b)", "unsu", unquoted)
    joined = PARTED.sub(r"\1t", SPACED_LETTERS.sub(_joined, joined))
    words = "".join(f" {word}" for found in WORD.findall(joined) for word in _spelled(found).split())
    return words.replace(" |", "") if SINGLE_WORDS.fullmatch(words) else words


def readable(text: str) -> str:
    """A text as far as rules read it, so that they stay linear."""
    half = MAXIMUM_LENGTH // 2
    return text if len(text) <= MAXIMUM_LENGTH else f"{text[:half]}\n{text[-half:]}"


def _lowered(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    folded = WEBSITE.sub(_linked, folded)
    for pictogram, word in PICTOGRAMS.items():
        folded = folded.replace(pictogram, word)
    bare = unicodedata.normalize("NFD", folded)
    unaccented = "".join(letter for letter in bare if unicodedata.category(letter) not in INVISIBLE)
    return re.sub(APOSTROPHES, "", WE_WILL.sub("we will", unaccented))


def _linked(website: re.Match[str]) -> str:
    return " my location " if MAP.search(website[0]) else " "


def _joined(letters: re.Match[str]) -> str:
    word = re.sub("[^a-z]", "", letters[0])
    return word if word in KEYWORDS else letters[0]


@cache
def _spelled(word: str) -> str:
    """The usual spelling of a word, a space between two; clause ends become `|`."""
    if not word[0].isalnum():
        return {"?": "?", "#": "number"}.get(word, "|")
    if word in SPELLINGS:
        return SPELLINGS[word]
    if any(character.isdigit() for character in word):
        return "stop" if word in {"st0p", "5top"} else word
    return _unstretched(word)


def _unstretched(word: str) -> str:
    once = re.sub(r"(.)\1+", r"\1", word)
    for keyword in KEYWORDS:
        if once == re.sub(r"(.)\1+", r"\1", keyword) and len(word) >= len(keyword):
            return keyword
    return parted(word) if mended(word) == word else mended(word)
