"""The phrases of each intent, English and Spanish, with how sure they are. Opt-out has rules of its own."""

from typing import NamedTuple

from lambdas.messaging.intents.intent import Intent
from lambdas.messaging.intents.phrases import Phrases

CLASSES = {
    "im": (
        "im/i am/we are/were/hes/he is/driver is/truck is/drivers/shes/she is/estoy/estamos/esta"
        "/ando/currently/now"
    ),
    "place": (
        "the shipper/shipper/the receiver/receiver/the consignee/consignee/the dock/dock/the pickup"
        "/pickup/the gate"
        "/gate/the guard shack/guard shack/the delivery/delivery/the facility/site/the site/the yard"
        "/the warehouse"
        "/the customer/customer/the stop/stop/location/the location/door/my appointment/the "
        "appointment/the rail"
        "/el shipper/el cliente/la bodega/el receiver/el lugar/la puerta/el muelle/el andén/la yarda"
        "/la planta"
    ),
    "done": "loaded/unloaded/empty/delivered/offloaded/cargado/descargado/vacio/entregado/listo",
    "yes": (
        "yes/yessir/sure/deal/done deal/absolutely/definitely/perfect/affirmative/confirmed/confirm"
        "/agreed/accept"
        "/accepted/works/roger/copy/10 4/copy that/bet/fasho/si/claro/acepto/aceptado/trato hecho"
        "/hecho/dale/sale/va"
        "/simon/orale/perfecto/confirmado/correcto/esta bien"
    ),
    "no": (
        "no/nah/negative/pass/decline/declined/not interested/no thanks/no thank you/nel/paso"
        "/negativo/no gracias"
    ),
}

NOT_YET = Phrases(
    (
        """not/havent/hasnt/isnt/aint/never/didnt/wasnt/arent ~ <done>/here/there/arrived/checked/left/loading
        almost/nearly/about/soon/when/once/if/until/till/before/after/getting/get/being/be/not/wait/
            waiting ~ <done>
        almost/nearly/about/soon/when/once/if/until/till/before/not im/i/to* here/there/arrive/leave/
            depart/done
        no/aun/todavia/cuando/casi no? he/hemos/ha/esta/estoy/llegue/llegado/cargado/descargado/
            salido ~ llegado/cargado/descargado/salido/listo?""",
    ),
    CLASSES,
)
"""What has not happened yet says neither arrived nor departed."""


class Rule(NamedTuple):
    """Phrases that mean an intent."""

    intent: Intent
    confidence: float
    phrases: Phrases


def _rule(intent: Intent, confidence: float, *phrases: str) -> Rule:
    return Rule(intent, confidence, Phrases(phrases, CLASSES))


WHOLE_TEXT = (
    _rule(Intent.HELP, 1.0, "^ help/info/ayuda me/information* $", "^ need help $"),
    _rule(
        Intent.START,
        1.0,
        """^ start/unstop/resume/restart/resubscribe/subscribe/iniciar/empezar/comenzar/reanudar/continuar $
        ^ opt me? back? in $""",
    ),
)
"""Keywords of carriers: they count only when they are all that is said."""

RULES = (
    _rule(
        Intent.START,
        0.9,
        """start/resume/begin texting/messaging/sending me/us* again/texts/messages/back
        opt me? back? in $
        opt me back in
        sign/put/add me back up/on* to/the/your* list/texts/messages
        you can text/message me again
        text me again please?
        resubscribe me?
        turn the/my* texts/messages/alerts back on""",
    ),
    _rule(
        Intent.CALL_ME,
        0.92,
        """call/phone/ring me/us
        give me/us a call/ring/shout
        gimme a call
        can/could/please/pls/just you? please? call back/asap* $
        call back? asap/when/please/now
        need/want/like to talk/speak
        lets/can/could we? talk/speak
        have someone/somebody/dispatch/them call
        call my/the* dispatch/dispatcher
        llameme/llamame/marqueme/marcame/hableme/hablame/llamenme/marquenme
        me puede/puedes/pueden llamar/marcar/hablar
        puede/puedes/pueden llamarme/marcarme
        necesito hablar""",
    ),
    _rule(
        Intent.ARRIVED,
        0.92,
        """<im> here/arrived/onsite/on-site $
        <im> here !in/on/near/until/till/since
        <im>? ive? arrived
        just? arrived/checked at/in/into* <place>?
        checked in
        checking in
        just? pulled/pulling/rolled/backed in/into/up to? <place>?
        <im> at <place>
        <im>? on site
        <im>? onsite
        made it $
        made it to/here
        got here
        ^ here $
        ^ at <place> $
        <im> in/backing/bumping/backed/on? into/the/a* dock/door
        <im> docked
        in/on the dock
        at dock/door #
        in door #
        ya? llegue/llegamos/llego $
        ya? llegue/llegamos a/al/con*
        aqui estoy
        ya estoy aqui/ahi/en
        <im> en <place>
        <im> aqui""",
    ),
    _rule(
        Intent.DEPARTED,
        0.92,
        """<im>/just/all/been/got/is* <done> and/|? and/|* rolling/leaving/gone/left/heading/headed/moving/out
        ^ <im>/just/all/got/finally/were* <done> !at/by/trailer/in
        <im>/just/all/got/finally/been <done>
        stop/#? #? stop/is* done/complete/completed/delivered/empty/finished $
        first/second/third/last/1st/2nd/3rd/4th/final/next/both/all stop/stops/delivery/pickup/pick/
            drop is/are* done/complete/completed/delivered/empty/finished/made
        done with? stop/unloading/loading
        done/finished loading/unloading
        finished up? here?
        <im>? leaving !at/in/when/after/tomorrow/by
        <im>? departed
        <im>? departing
        left the? <place>
        just left
        pulling out
        <im>? rolling !in/into
        <im> heading/headed out
        on the road
        pod attached/sent/uploaded/is
        ya? cargue/cargamos/descargue/descargamos/entregue/entregamos/sali/salimos
        ya estoy cargado/descargado/vacio/libre
        <im> cargado/descargado/vacio/saliendo
        ^ saliendo
        ya voy saliendo
        parada # lista
        primera/segunda/tercera/ultima parada lista""",
    ),
    _rule(
        Intent.LOCATION,
        0.85,
        """<im> in/near/by/around/outside/passing/between/just ~ !dock/door/minutes/min/hours/#
        <im>? passing/passed/crossing/crossed/going through? through/by?
        <im>? at the? truck/fuel/rest/gas/pilot/loves/flying/ta/petro stop/j/area/station*
        <im>? at exit/mile/marker/mm marker? #
        mile/mm marker? #
        on i #
        location is
        my location
        ^ near/in/outside
        https maps
        <im> en/cerca/por/pasando
        voy por/pasando""",
    ),
    _rule(
        Intent.ACCEPT,
        0.9,
        """^ <yes> <yes>* $
        ^ yes/si/sure/deal/ok/perfect/claro
        book it/me
        ill/we will/well/i will/i can take it/that/this/the load?
        i/we can/will/could do it/that/this $
        lets do it/this
        lets book/roll/go
        sounds/looks good/great/fine
        that/it/this works
        works for/4 me/us
        send me? the/over* rate/ratecon/rc/confirmation/rate? con
        send it over
        im/we are/were in $
        count me in
        good with that
        i accept
        we accept
        me la/lo llevo
        lo/la tomo/agarro/acepto/hago $
        de acuerdo
        mandame/mandeme/manda la? confirmacion/ratecon/rate""",
    ),
    _rule(Intent.ACCEPT, 0.7, "^ ok <yes>* $", "^ good/great/fine/cool/k/will do/can do $", "^ got it $"),
    _rule(
        Intent.DECLINE,
        0.9,
        """^ <no> <no>* $
        ^ no |
        not interested
        no thanks/thank/gracias/puedo/can/interested
        too/way/muy low/cheap/light/bajo/barato/poco
        cant/cannot/wont do/take/make/run/cover it/that/this/at
        i cant $
        ^ cant $
        ill/gonna/have/going to? pass
        dont want it/this/that the? load?
        not/no enough for
        already/im/were loaded/booked/covered/committed/have with/a* load?
        no trucks
        not at/for/por #
        no truck there/available/in
        not available
        no me interesa
        no puedo/podemos
        ya tengo carga
        no quiero esa/la carga/ir
        paso gracias?""",
    ),
    _rule(
        Intent.ETA,
        0.85,
        """eta
        on my way
        en route
        otw
        heading/headed to/towards/there/your
        voy en? camino
        en camino
        running late/behind/early
        <im> late
        be there/in/at by?
        on schedule/time/track
        <im>? # min/hours/miles out/away/late/behind
        stuck/sitting in traffic
        traffic
        broke/broken down
        gonna/going/will to? be late
        delayed
        llego/llegare/llegamos/llegando/estare/voy en/a/por/para
        voy tarde/retrasado
        me falta/faltan""",
    ),
    _rule(
        Intent.QUESTION,
        0.8,
        """?
        ^ what/whats/where/wheres/when/whens/who/whos/whose/which/why/how/hows/can/could/is/are/do/does/
            did/any/que/cual/cuando/donde/como/cuanto/quien/hay/puedo/necesito
        ^ will you/they/there/it/i/we/the
        ^ need/send/text me? the? address/pickup/po/number/directions/info""",
    ),
)
