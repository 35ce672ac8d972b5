"""A rule: phrases that mean an intent, and the words that make them mean nothing, or something else."""

from typing import NamedTuple

from lambdas.messaging.intents.intent import Intent
from lambdas.messaging.intents.phrases import Phrases

CLASSES = {
    "im": (
        "im/i am/am/we are/were/hes/he is/driver is/truck is/drivers/shes/she is/estoy/estamos/esta/ando/"
        "currently/now"
    ),
    "place": (
        "the shipper/shipper/the receiver/receiver/the consignee/consignee/the dock/dock/the pickup/"
        "pickup/the gate/gate/the guard shack/guard shack/the delivery/delivery/the facility/facility/"
        "site/the site/the yard/the warehouse/warehouse/the customer/customer/the stop/stop/location/"
        "the location/door/my appointment/the appointment/the rail/the address/el shipper/el cliente/"
        "la bodega/el receiver/el lugar/la puerta/el muelle/el andén/la yarda/la planta"
    ),
    "done": "loaded/unloaded/empty/delivered/offloaded/cargado/descargado/vacio/entregado/listo",
    "yes": (
        "yes/y/yessir/sure thing/ya/sure/deal/"
        "done deal/absolutely/definitely/perfect/affirmative/confirmed/confirm/"
        "agreed/accept/accepted/acceptable/accepting/works/roger/copy/10 4/copy that/bet/you bet/fasho/"
        "for sure/of course/sounds good/sounds great/looks good/alright/all right/aight/si/claro/"
        "claro que si/acepto/aceptado/trato hecho/hecho/dale/"
        "sale/va/simon/orale/perfecto/confirmado/correcto/esta bien/por supuesto/con gusto"
    ),
    "no": (
        "no/nah/negative/pass/hard pass/decline/declined/not interested/no thanks/no thank you/no way/"
        "hell no/no deal/no can do/not today/not this time/not for me/not for us/count me out/nel/paso/"
        "negativo/no gracias/ni modo/para nada"
    ),
    "will": "will/ill/can/could/going/going to/we will/would/id/shall",
    "wont": (
        "doesnt/does not/wont/will not/wouldnt/would not/dont/do not/cant/can not/cannot/isnt/is not/"
        "not going to/not going/aint going to/aint/not/couldnt"
    ),
    "it": "it/that/this/the load/this one/that one/that load/this load/the run/this run/that run",
}
NOTHING = Phrases((), CLASSES)


class Rule(NamedTuple):
    """Phrases that mean an intent; not where a phrase of `struck` is, and not at all with one of `unless`."""

    intent: Intent
    confidence: float
    phrases: Phrases
    struck: Phrases = NOTHING
    unless: Phrases = NOTHING

    def holds(self, words: str) -> bool:
        """Whether a text in its plain form says so."""
        return self.phrases.found_in(self.struck.struck_from(words)) and not self.unless.found_in(words)


def rule(
    intent: Intent, confidence: float, *lines: str, struck: Phrases = NOTHING, unless: Phrases = NOTHING
) -> Rule:
    """Return the rule of these phrases, one a line."""
    return Rule(intent, confidence, phrases(*lines), struck, unless)


def phrases(*lines: str) -> Phrases:
    """Return phrases over the words of all intents."""
    return Phrases(lines, CLASSES)
