"""English phrases that revoke consent for certain: orders to stop, orders not to write, "off the list"."""

from lambdas.messaging.intents.phrases import Phrases
from lambdas.messaging.intents.revocation_classes import CLASSES

CERTAIN_PHRASES = Phrases(
    (
        # orders to stop
        """<stop> with? <link>* <text>
        <stop> with? <link>* <bother>
        stop/quit/cease ~ <text> <me>
        stop/quit/cease with the/these/your/all <link>* loads/offers $
        if you would/could/can/will/just/please* stopped/stop/quit/ceased <link>* <text>
        knock/lay/cut it? off/out with? <link>* <text>
        stop tx me?
        stop/quit/cease <link>* <call> <me>
        stop/quit/cease <link>* <call> and/or <text>
        stop <call> $
        stop/quit/cease/discontinue/end all? communication/communications/contact
        <text> need/needs/must/have/has/should/got/better to? stop/end/quit
        get/make/want/need <link>* <text> to? stop/end/quit
        stop/quit/cease sending them/those/em/any/all/your/to/texts/more
        stop means stop
        part of stop
        sent/send/texted/replied/reply/typed/wrote/answered stop/quit/end/unsubscribe
        can/could/would you/yall not <text> !the
        stop/quit using <me>
        <dont> use this/my number/phone <again>
        bother someone/somebody/anyone else
        ^ end it/this/that $
        ^ block me $
        stop/quit/cease/discontinue ~ my/this/our phone/line/cell/inbox/number/mobile
        <dont> hit/blow/use/ring/bother/contact/call/touch ~ my/this/our phone/line/cell/inbox/number $
        <dont> hit/blow/ring/bother/contact ~ my/our phone/line/cell/number <again>
        off your/this/yall/these <link>* <list>
        let/want/wants/get me/us* off of/from* <link>* <list>
        <erase> <my> <number>/name please/now/thanks/thank/immediately/asap
        <erase> <my> <number> from/off/out ~ <list>
        sure/ensure/see/confirm/verify ~ <my>? <number>? is/am/are/be/gets removed/deleted/unsubscribed/off
        sure/ensure/see/confirm/verify ~ removed/deleted/unsubscribed
        not/never/dont/isnt/arent/nobody allowed/authorized/permitted/permission/authority/right/rights/
            okay/ok to <text>/<call>
        take/taking/pull/pulling back my? <link>* consent/permission
        <text> ~ ~ lawyer/attorney/fcc/sue/court
        any further/more <text> and/will
        <text>/<call> <me> <again> and im/ill/i/you/we
        decline/refuse/declining/refusing to? receive/receiving/get/getting/accept? <link>* <text>
        not/never/isnt opting in
        dont/not/never/didnt remember/recall/remembered subscribing/signing/opting up/in*
        you/your are? spamming/harassing/bothering/bugging/annoying me/us
        forget you ever/even* have/had/got <me>
        nobody/none/no/noone one/body* here/at/in* wants/want/needs/asked/likes <link>* <text>
        this/my number/phone ~ ~ |? remove/delete it
        stop/quit <bother>/<text> my wife/husband/kid/kids/daughter/son/mother/family
        cease and desist
        stop/quit sending/send $
        stop/quit <link>* sending me/us/these/this/it/stuff/things/crap/shit/anything/junk !loads/
            freight/to
        stop/quit sending me/us? loads/offers/load/stuff/freight offers? !to/from/in/under/over/that/
            with/unless/going/out/below/like
        ^ stop/end/cancel all/everything $
        stop/end/quit/leave/cancel/terminate/discontinue my/the/this/all/your* subscription/
            subscriptions/service/membership/enrollment/registration
        cancel my? <link>* <text> !about/i/on/from/for
        end this/the/these/our/all <link>* conversation/conversations/chat/thread/subscription/messages/
            texts""",
        # orders not to write
        """<dont> <link>* <text> or? <text>/<call>* <me>
        <dont> <link>* <text> <again>
        <dont> ever/you/dare* <text> or/and* <call>? $
        <dont> ever? <call> or/and <text> <me>
        ^ stop/quit/cease call/calling $
        <dont> <call> <me> <again>
        <dont> ever <call> <me>
        <dont> <bother> me/us
        <dont> send <link>* <text>
        <dont> send me/us/this/here/to* <link>* anything/nothing/stuff/any more/anymore/no more/again
        <dont> send <link>* <me> anything/nothing/stuff/again/anymore/any
        <dont> send <link>* loads/offers/freight to? <link>* <me> !to/in
        <dont> send <link>* loads/offers/freight to? me? <again>
        <dont> send <link>* anything/nothing/stuff else/more* to <link>* <me>
        <dont> send <link>* loads/offers $
        <dont> send these/those/this/them/stuff/things to? me/us/here
        ^ stop/quit/end/cancel/mute these/those/them/em/me $
        ^ enough already? with/of the/these/your/all/load* loads/offers $
        no more/further/additional/extra <link>* <text>/offers !about/after/until/till/til/while/at/before
        ^ no <text> <text>? $
        no <text>/texts/messages please/thanks/thank""",
        # off the list
        """remove/delete/erase/exclude/unlist/unenroll/unregister me/us $
        remove/delete/erase/exclude/unlist me/us please/now/immediately/asap
        <remove> <my>/me* <me>/us* <number>? off/from/out of? <link>* <list>
        <remove> <my> <number> off/from/out of? <link>* <list>
        <remove> <my> <number> off/from/out of? whatever/whichever/any/every ~ <list>
        remove me/us from this/these/it/here $
        number <question> remove/delete/lose/erase it
        <my> name and number off
        <remove> me/us off/from/out of? whatever/whichever/any/every/you ~ <list>
        want/wants/need/get me? out of <link>* <text>/<list>
        removed/taken/deleted from/off <link>* <list>
        be/get removed/taken off/from this/these/it/here/your $
        <remove> <my> <number> off $
        <erase> <my> <number> $
        delete/remove contact/number $
        please/kindly/so/also/just/must remove/delete/unsubscribe me/us? $
        take/get/drop/cross/strike/pull me/us off $
        take/get me/us off of/your/the/this/that/ur* <link>* <list>
        <my> <number>? off/from your/the/this <link>* <list>
        off your list
        put/add me/us/this/my number? on/to/in <link>* do not call/contact/text
        put/add me/us/this/my number? on/to/in <link>* dnc
        do not/dont call/contact/text/sms list
        dont/not call/contact/text list
        ^ do not disturb $
        ^ dnc $""",
        # the rule's other words
        """opt/opting/opted/opts me/us/out/this/number* out? $
        opt/opting me/us/this/my number? out
        opt/opting/opted out of/from* <link>* <text>/<list>/this/these/it/that/all
        opt/opting/opted out <text>
        unsubscribing !from
        unsubscribe/unsubscribed !from/button/link/doesnt/does/is/isnt
        unsubscribe/unsubscribed me/us/my/this/number* from <link>* <text>/<list>/this/these/it/here/
            you/all/yall
        ^ i? hereby? do? revoke/rescind/withdraw <link>* consent/permission/authorization/approval
        revoke/revoking/rescind/rescinding/withdraw/withdrawing/retract/pull/withdrawn my/all/any/prior/
            our* <link>* consent/permission/authorization/approval
        my? consent/permission/authorization is/has/been/hereby* revoked/withdrawn/rescinded/cancel/
            revoke
        ^ i hereby? revoke $
        no longer consent/agree/authorize
        no longer/not authorized/allowed/permitted/welcome to <text>/<call>
        permission/consent ~ ~ revoked/withdrawn/rescinded
        withdraw/withdrawing/withdrew/revoke/revoking/revoked/rescind/cancel/cancelling ~ consent/
            consents
        dont/not/never/no/nobody/didnt/without ~ permission/consent/authorization to? <link>* <text>/
            <call>
        do not/dont/didnt/never consent/consented
        you do/no* dont/not/longer* have my? permission/consent to text/contact/message/call
        turn/shut/switch/shutting/turning off <link>* <text>
        turn/shut/switch <link>* <text> off
        turn/shut/switch these/those off""",
    ),
    CLASSES,
)
