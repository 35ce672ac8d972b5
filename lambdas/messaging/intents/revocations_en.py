"""English phrases that revoke consent, by how sure they are; the certain ones stand beside."""

from lambdas.messaging.intents.phrases import Phrases
from lambdas.messaging.intents.revocation_classes import CLASSES

KEYWORDS_ALONE = Phrases(
    (
        "^ no/yes/i/said* <keyword> <keyword>* $",
        "^ do? not/dont call/text/contact me? $",
        "^ enough/enuf is/already/enough/of this/enough/it/already/please* $",
    ),
    CLASSES,
)

KEYWORD_CLAUSES = Phrases(
    (
        """^ no/i/said* stop/stopall/unsubscribe/alto/basta stop* $
        ^ revoked $
        ^ <exasperation>* stop/unsubscribe <exasperation>* $
        ^ omg/wtf/ugh/ffs/jesus/seriously quit $
        ^ stop i/im/who/this/not/wrong/you/your/we/take/remove/dont/do/my/nobody/no""",
    ),
    CLASSES,
)


SURE_PHRASES = Phrases(
    (
        """you guys/people/all/really/just/do* need/have/got/gotta/better/must to? stop/quit $
        tell/telling/told/ask/asked/asking/beg/begging you/yall to/guys/people/all/please/nicely* stop/quit
        you can/may/should/could stop/quit $
        how/where do/can/to/does* i/we/you/one* get/be removed/off/out/taken
        how/where do/can/to/does* i/we/you/one* stop/end/quit <link>* this/these/it/them $
        prefer/rather not/no <link>* <text>/contacted/texted/messaged
        prefer/rather not/no <link>* receive/get these/those/this/any
        rather/prefer you didnt/dont/not <text>
        appreciate/like no more? <text>
        too many/much <link>* <text>
        ^ knock/cut it off/out $
        can/could/would/will/wont you guys/please/all/just/kindly* stop/quit it? $
        i/ive/we/am/im said/say/saying/told/tell/telling/asked/ask/asking/begging/beg/request/
            requesting/requested you/yall/that/guys/people/all/and/them/to/please/kindly/nicely* stop/
            quit
        asked/ask/asking/request/requested/requesting/want/like/need/wish to/to/be* removed/
            unsubscribed/deleted
        asked/ask/request/want/like/need/wish/have/get <me> removed/deleted/unsubscribed
        <my> <number> removed/deleted/taken/off
        make/get it/this/these/them/that/the <link>* <text>? stop/end
        want/like/need/love it/this/these/them/that/the/all/your <link>* <text>? to stop/end
        when/how will/do/does/can/are these/this/the/your <link>* <text> stop/stopping/end
        how do/can/to* i/we/you* stop/end/cancel/quit/block this/these/it/them/the/your <text>? $
        how do/can/to i/we* stop/end/cancel/block/quit <link>* <text>
        stop/quit this/that/it $
        stop/quit this/that/it* nonsense/crap/shit/bs/bullshit/madness
        stop/quit <link>* spam""",
        """dont/not/no/never/nor longer/really/ever/to* <want> <link>* <text>/<call>
        dont/not/no/never longer/ever/really* <want> <link>* to? be? hear/hearing from you/yall/your/
            this/anyone/y
        dont/not/no/never/nor longer? <want> to? be/stay on/in/part <link>* <list>
        <dont> <text> it/him/her <again>
        <dont> <text> it $
        dont/not/no/never/nor <want> to? be? contacted/texted/messaged/bothered/called/notified/spammed
        not/no longer/wanting/interested* <want>? any/no more of these/this/your/those
        no longer interested in <link>* <text>/offers/loads
        not interested in <link>* <text>
        never/didnt/not/havent/dont/did ever/not/even/remember* sign/signed/signing/subscribe/
            subscribed/opt/opted/agree/agreed/enroll/enrolled/register/registered/ask/asked up/in/for/
            to* <link>* this/these/it/<text>/list $
        never/didnt/not/havent/did not? opt/opted in
        never/didnt/not/did not? ask/asked/sign/signed/subscribe up/for/to* <link>* <text>
        never/didnt/not/did not? consent/consented/authorize/authorized/give/gave/given <link>* <text>
        never/didnt/not/did not/ever* give/gave/given you/anyone* my/any* consent/permission/
            authorization/number
        leave/let me/us/this number/phone? alone
        let me/us be $
        leave me the fuck/hell* alone
        ^ go away $
        ^ get lost $
        fuck/f off
        fuck you
        ^ stfu
        ^ shut up $
        ^ piss/buzz/back/bug off $
        enough/enuf with/of* <link>* <text>
        done/tired/sick with/of/getting/receiving* <link>* <text>
        ^ no more $
        ^ no mas $
        get out of my phone/inbox
        mute/silence/pause? this thread/chat/conversation
        stay out of my phone/inbox
        ^ unfollow""",
    ),
    CLASSES,
)

LIKELY_PHRASES = Phrases(
    (
        """^ sorry/oops/um/lol/nope/no* wrong number/person/guy/phone/contact/dude/man $ !?
        this is/isnt not? his/her/their number/phone anymore/now*
        no longer his/her/their number/phone
        ^ blocked $
        report/reported/marked/marking as? spam
        ^ sorry/oops* wrong number/person stop/remove/please/dont/take/quit
        you/your/yall must/probably/still/may/might/seem/to/are/keep* have/has/got/texted/texting/messaging/
            messaged/contacting/contacted/calling/reached/hitting got/up* the/a* wrong number/person/
            guy/phone/man/lady !on/for/of
        this is the/a* wrong number/person/phone !on/for/of
        im not/no who/the person/driver/guy you/your ~ for $
        ^ this/it is/its/just* spam/harassment/scam/junk $
        ^ its? spam/harassment $
        reporting/report you/your/this number/as/to/for* you/spam/fcc/the*
        ill/im/will/gonna/going/have i/to/be* block/blocking/blocked you/your/this/yall <number>?
        block/blocked/blocking you/this number/your number
        will sue/ill sue/suing you
        fcc/tcpa
        my lawyer/attorney will/is/has/hears""",
    ),
    CLASSES,
)

LAST_WORD = Phrases(
    (
        "please/interested/are/enough/number/you/anymore/already/much/back/person/time stop $",
        "please unsubscribe/remove/cease/quit/end $",
        "stop bro/homie/dude/man/sir/maam/thanks/n/pal/boss/guys/folks/people/lady/buddy* $",
        "interested unsubscribe/remove $",
    ),
    CLASSES,
)
