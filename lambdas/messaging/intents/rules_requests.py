"""What the sender wants of us: help, texts again, a call, an answer. English and Spanish."""

from lambdas.messaging.intents.intent import Intent
from lambdas.messaging.intents.rule import phrases, rule

WHOLE_TEXT = (
    rule(Intent.HELP, 1.0, "^ help/info/ayuda me/information* $", "^ need help $"),
    rule(
        Intent.START,
        1.0,
        """^ start/unstop/resume/restart/resubscribe/subscribe/iniciar/empezar/comenzar/reanudar/continuar $
        ^ opt me? back? in $""",
    ),
)
"""Keywords of carriers: they count only when they are all that is said."""

NO_CALL = phrases(
    """dont/never/not/no/cant/wont need/have/want/try/trying* to? call/phone/ring me/us/back*
    no need to call/phone
    they/he/she/shipper/receiver/broker/dispatch/dispatcher/customer/guard/nobody will/would/did/going/
        always/never/can call/phone/ring me/us"""
)
"""Calls that nobody asks us for."""

REQUESTS = (
    rule(
        Intent.START,
        0.9,
        """start/resume/begin texting/messaging/sending me/us* again/texts/messages/back
        opt me? back? in $
        opt me back in
        sign/put/add me back up/on* to/the/your* list/texts/messages
        you can text/message me again
        ^ text/message me again $
        resubscribe me?
        turn the/my* texts/messages/alerts back on""",
    ),
    rule(
        Intent.CALL_ME,
        0.96,
        """call/phone/ring/dial me/us
        call/ring/dial my/the/our/his* dispatch/dispatcher/driver/wife/cell/phone/number/line/office/
            phonenumber
        call phonenumber/back/asap/please/when
        give/gimme/get me/us* a call/ring/shout/buzz/holler
        ^ call back/asap/us/me/please/now* $
        can/could/please/pls/just you/someone/somebody* please? call back/asap/me/us* $
        need/want/like/have/prefer to talk/speak
        lets/can/could we/i/you? talk/speak
        have someone/somebody/dispatch/them/your ~ call
        llameme/llamame/marqueme/marcame/hableme/hablame/llamenme/marquenme
        me puede/puedes/pueden llamar/marcar/hablar
        puede/puedes/pueden llamarme/marcarme
        necesito hablar""",
        struck=NO_CALL,
    ),
    rule(
        Intent.QUESTION,
        0.8,
        """?
        ^ yes/sure/and/but/so/also* what/whats/where/wheres/when/whens/who/whos/whose/which/why/how/hows/
            can/could/is/are/does/did/any/que/cual/cuando/donde/cuanto/quien/hay/puedo/necesito
        ^ a que/cual/donde
        ^ como !en/a/unas/unos/quince/veinte/una/dos/media
        ^ yes/sure/ok/and/but/so/also* do/should you/i/they/we/he/she/the
        ^ will you/they/there/it/i/we/the
        need/send/text/give/gimme me/us/more/the/a/an/some/that/another/your/their/all* address/pickup/po/
            number/directions/info/information/details/detail/code
        have a? question/questions
        still available/open""",
    ),
)
