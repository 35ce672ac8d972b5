"""How amounts, and numbers that are none, are written: English and Spanish, lower case without accents."""

import re

UNITS = (
    r"lbs?|pounds?|#|miles?|mi|pallets?|skids?|plts?|pcs|pieces|cases|hours?|hrs?|h|min(?:ute)?s?|am|pm"
    r"|a\.m|p\.m|ft|feet"
    r"|foot|days?|stops?|percent|degrees?|mph|tons?|gal|millas?|horas?|minutos?|tarimas?|libras?|dias?"
    r"|boxes|cartons"
)
LABELS = (
    r"load|order|po|pu|pickup|ref|reference|mc|dot|usdot|door|dock|trailer|truck|exit|hwy|highway|us"
    r"|route|rt|mile"
    r"(?: marker)?|marker|mm|room|gate|zip|bol|seal|apt|suite|unit|bay|lane|id|pin|code|carga|orden"
    r"|puerta|caja"
    r"|salida|milla|numero|number|confirmation|conf|appt|street|main|lot|row|ext|year"
)
PHONE = re.compile(r"(?:\+?1[\s.-]*)?\(?\b\d{3}\)?[\s.-]*\d{3}[\s.-]*\d{4}\b")
NOT_MONEY = re.compile(
    rf"\b(?:{LABELS})\b\.?\s*(?:#|number|no\.?|num|numero|is|:)?\s*[-#]?\s*\d[\d,-]{{0,14}}"
    r"|#\s*\d[\d-]{0,14}|\b[a-z]{1,3}-?\d+[a-z0-9]*\b|\bi\s?-\s?\d+"
    r"|\$?(?:\d{1,4}(?:\.\d{1,3})?|\.\d{1,3})\s*(?:/|per|a|an|por)\s*(?:mi|mile|milla)s?\b"
    rf"|\b\d[\d,]{{0,9}}(?:\.\d+)?\s*k?\s*(?:{UNITS})\b|\b\d+['\"%]"
    r"|\b\d{1,2}/\d{1,2}(?:/\d{2,4})?\b|\b\d{1,2}:\d{2}\b|\b\d{5}-\d{4}\b|-?\b\d{1,3}\.\d{3,}\b"
)
MONEY_WORDS = re.compile(
    r"\b(?:need|needs|want|can (?:you |u )?do|could (?:you |u )?do|do it|do that|take|run it|haul|for"
    r"|at least|best|lowest|least|asking|pay|pays"
    r"|paying|rate|give me|gimme|make it|get|how about|what about|would (?:you |u )?do|will do|id do"
    r"|ill do|i do|go|offer|counter"
    r"|meet|split|looking|necesito|quiero|hago|lo hago|minimo|dame|deme|por|tarifa|pagan|paga|salgo"
    r"|menos|all in|works|im in|i'm in|price|bump"
    r"|let'?s do|sounds|better|bottom|say|thinking|it'?s yours|yours|minimum|charge"
    r"|(?:good|ok|fine) with|come up|or (?:pass|nothing)|(?:gotta|got to|has to|needs to) be|less than"
    r"|todo|flat|bucks|dollars|and its yours|deal)\b"
)
REFUSED = re.compile(
    r"\b(?:can'?t|cannot|can not|won'?t|not)\s+(?:do|take|make|run|haul|move|accept)\s+"
    r"(?:(?:it|that|this)\s+)?(?:(?:for|at)\s+)?\$?\d[\d,]{0,9}(?:\.\d{1,2})?k?\b"
)
"""The price that somebody will not do is not the one that they ask."""
CLOCK_WORDS = re.compile(
    r"\b(?:eta|there|arriv\w*|be in|get in|appointment|appt|llego|llegar\w*|estare|out by|there by"
    r"|delivered at|since"
    r"|loaded at|left at|until|till|til|cita|open|opens|close|closes|pickup|pick up|ready|available"
    r"|tomorrow|today|tonight|deliver)\b"
)
CLOCK_BEFORE = re.compile(r"(?:\b(?:at|by|around|before|after|eta|there|a las|para las)|@)\s*$")
MONEY_BEFORE = re.compile(
    r"\b(?:(?:do|take|run|haul|move|cover|book) (?:it|that|this) at"
    r"|for|need|do|take|want|pay|pays|least|rate|make it|how about|por|necesito|quiero|asking|get"
    r"|have)\s*$"
)
_WRITTEN = r"(?P<{0}>\d[\d,]{{0,9}}(?:\.\d{{1,2}})?)"
DOLLARS = re.compile(
    rf"(?:\$|\busd?)\s*{_WRITTEN.format('value')}\s*(?P<k>k\b)?"
    rf"|(?<![\w.$/-]){_WRITTEN.format('before')}\s*(?:\$|(?:usd|dollars?|bucks?|dolares|dls|dlls)\b)"
)
THOUSANDS = re.compile(r"(?<![\w.$])(?P<value>\d{1,2}(?:\.\d{1,2})?)\s*(?:k|grand|thousand)\b")
MIL = re.compile(r"(?<![\w.$])(?P<value>\d{1,2})\s*mil\b(?:\s*(?P<rest>\d{1,3})\b)?")
HUNDREDS = re.compile(r"(?<![\w.$])(?P<value>\d{1,2})\s*(?:hundred|hunnid|hundo|cientos)\b")
BARE = re.compile(
    r"(?<![\w.$:#,/-])(?P<value>\d{1,3},\d{3}|[1-9]\d{2,4})(?:\.(?P<cents>\d{2}))?(?![\w:/]|[.,]\d)"
)
SHORT = re.compile(r"(?<![\w.$:#,/-])(?P<value>\d{2})(?![\w:/%]|[.,]\d)")
MORE = re.compile(
    r"(?:\b(?:add|another|plus|extra|otros?|mas)\s*|\+\s*)\$?(?P<value>\d{2,4})\b"
    r"|\$?\b(?P<before>\d{2,4})\s*(?:more|mas|extra|on top|higher)\b"
)
ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen "
    "eighteen nineteen"
)
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
VALUES = {word: number for number, word in enumerate(ONES.split(), 1)} | {
    word: number * 10 for number, word in enumerate(TENS.split(), 2)
}
_VALUE = "(?:" + "|".join(VALUES) + ")"
TEENS = "|".join(ONES.split()[12:]) + "|twenty(?: (?:" + "|".join(ONES.split()[:9]) + "))?"
SPOKEN = re.compile(rf"\b(?P<high>{TEENS}) (?P<low>{'|'.join(TENS.split())})\b(?! (?:hundred|thousand))")
"""A price as people say it: "nineteen fifty"."""
IN_WORDS = re.compile(
    rf"\b(?P<high>{_VALUE}(?:[ -]{_VALUE})?) (?P<scale>hundred|thousand|grand)(?: (?:and "
    rf")?(?P<low>{_VALUE}(?:[ -]{_VALUE})?)"
    rf"(?P<hundred> hundred)?)?\b"
)
