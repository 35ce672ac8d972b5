"""Phrases in which a word of revocation means something else, or the opposite: they are struck out first."""

from lambdas.messaging.intents.phrases import Phrases
from lambdas.messaging.intents.revocation_classes import CLASSES

HARMLESS = Phrases(
    (
        # meant the other way round
        """dont/never/cant/wont/not/didnt/doesnt/couldnt/havent to/gonna/going* stop/quit/end/cancel
        dont/never/not to/want/trying/wanting* to? unsubscribe/remove/revoke/opt/delete me/out*
        dont/didnt/not/never mean/meant/meaning to? unsubscribe/remove/revoke/opt/delete/stop/quit/cancel/
            end me/out*
        dont/do/never not? take/drop/remove/delete me/us off/from
        never/havent/hasnt texted/messaged/contacted/emailed/notified me/us the/my/back/a/about/with/any
        <dont> send it/that/this/them to !me/us/this/my
        <dont> send me/us/him/her/anyone/drivers/trucks back? to/there !this/my
        turn/turned/turning/shut/switch/switched my/the/his phone/cell off
        why/when/did/have/has/because/since/y/reason did/have/has/would/do* you/they/he/she/yall/
            we guys/people/all* stop/quit/end
        they/he/she/it/that/phone/app/texts/messages will/would/might/may/wont stop/quit/end
        dont/not want/wanna/need/trying to? opt out""",
        # not now, rather than never
        """<dont>/stop <text>/<call> and/or* <text>/<call>* <me>? <while> !texting/text/messaging
        <dont>/stop <text> <me>? and just/lets* call/pick/answer/talk
        <dont>/stop <text> <me>? |? im/i/am* driving/rn/busy/loading/unloading/sleeping/asleep
        <dont>/stop <call>/calling <me>? so/im/i/driving/cant/talk/pick/up/am/at/work/i/am* |? i/im/
            driving/cant/talk/am/at/work* |? please? just/only/but* text/message/texts
        <dont> text/message me? |? just/please* call
        <dont> <text>/<call> me? on/via/through whatsapp/facebook/messenger/telegram/email/fb/the/my/
            instagram
        <dont> email/call/text/message me? |? just/please/only* text/call/message/email me
        text/call/message/email me ~ |? dont/not email/call/text/message
        <dont> call | ~ | text
        dont/never/not lose/forget/delete/remove/erase/block/drop me/my/us/this
        did/do/will/would/why you/they/yall guys/all/ever* lose/forget/delete/remove/drop/block
        revoked ?
        wrong number |? its/it/should/says/is ~ #/phonenumber
        no need to call/phone !me/us/again/anymore/this
        call me? |? dont text/message
        text/message me? |? dont call
        text/message only |? dont call
        just/only? text/call/email/message |? dont/not/no email/call/text/message
        off/from/on the/that/their* gate/guard/dock/appointment/waiting/wait/detention/check receiver/
            shipper* list
        dont/not need/want/have a/another <text>/<call> !from/again/ever/anymore
        dont/not have/see/find the/your/that/those/any* <text>
        no me <es-dont-send>/<es-dont-write>/hable/hablen/marque/marquen |? estoy/voy/ando/
            vengo manejando/
            ocupado/cargando/descargando/trabajando/dormido/durmiendo/en""",
        # what a driver does
        """stop at/by/for/in/on/off/over/sign/light/lights/payment/time/and/near/around/before/here/
            there/along
        stop number/no/#* #/one/two/three/four/a/b/c/first/second
        last/next/first/second/third/final/my/the/a/each/every/another/other/bus/truck/fuel/one/two/
            extra/2nd/1st/3rd/rest stop
        full/pit/quick/scale/single/multi/non/traffic/dot/short/4th/5th/any/which stop
        end up/of/at/result/date/time/gate/dock/dump/user
        dead/far/high/low/back/front/rear/other/north/south/east/west/week/month/year/day/my/our/your/
            their/the/deep/tail end""",
        # somebody else's list, or another thing
        """unsubscribe/unsubscribed me? from that/the/my/this/some* dat/truckstop/truckstops/load/
            loadboard/board/boards/123loadboard/newsletter/newsletters/email/their/spotify/netflix/
            channel/youtube/convoy/uber
        take/drop/remove/get/pull me/us/him/her/my name/number* off/from/of* the/that/this/your* bol/
            ratecon/rate/contract/paperwork/invoice/receipt/manifest/packet/policy
        take/drop/remove/get/pull me/us/him/her/my off/from/out of? that/this/the/your/a* load/loads/
            run/trip/order/appointment/route/dock/lane/highway/property/schedule/dispatch/truck/yard/
            booking/tender/rate/#
        <remove> me/us/my/this number? off/from/out of? load/loads/run/trip/order number? #
        opt out of/from the/your/this/that/my* fuel/lumper/detention/factoring/quick/tolls/toll/card/
            insurance/tracking/macropoint/drop/app""",
    ),
    CLASSES,
)

OWN_STOPS = Phrases(
    (
        """to/will/ill/cant/can/wont/i/we/he/she/they/should/must/may/might/could/would/didnt/doesnt/
            not/rain/snow/traffic stop
        it/this/that/truck/trailer/ever/never/no/gonna/going/dont/driver/and/or/then/of/at/in/for/or stop
        more/optional/police/weigh/quick/bathroom/food/lunch/shower/coffee/potty/smoke/safety/inspection/
            layover/overnight/additional/added/same/unscheduled/planned/mid/middle/emergency/hard/dead/
            #/two/three/four/five/load/off/through/on/from/per/between/by/rest/multi/what/segundo/primer/
            ultimo/tercer/el/un/otro/siguiente stop
        made/makes/making/make/making/let/lets me/us/him/them/every/sure/you* stop
        non | stop""",
    ),
    CLASSES,
)
"""Where "stop" ends a clause and is no order to us."""
