"""Revocations by their build: an order, a refusal or a removal, any words, and its object.

`<other>` are the words that begin another matter ("stop at the dock and text me"); what follows the
object must not give it another meaning ("text me the address"). English and Spanish.
"""

from lambdas.messaging.intents.general_classes import GENERAL_CLASSES
from lambdas.messaging.intents.phrases import Phrases

GENERAL_PHRASES = Phrases(
    (
        # orders
        """<order> ~<other> <text>/<bother>/<written> <me> !<things>
        <order> ~<other> <written>/<bother>/texting/messaging <me>? <again>
        <order> ~<other> <written>/<bother>/texting/messaging <me>? $
        <order> ~<other> writing/calling/pinging/hitting/contacting/bothering/dming ~<other> me/us/here/
            up !<things>
        <order> ~<other> blowing ~<other> up
        can/could/would/will/why wont? you ~<other> not/never/stop/quit/please/just ever? <text>/
            <bother> <me>? !<things>
        need/want/like/asking/asked/ask/tell/told/beg for? you/yall/these/this ~<other> to? stop/quit/
            cease/end <me>? !<things>
        <dont> ~<other> <text>/<bother>/<call> ~<other> <again>
        <dont> ~<other> <text>/<bother> <me> !<things>
        <dont> ~<other> <text>/<bother> this/my/our/his/her ~<other> number/phone/cell/line
        <dont> ~<other> send/sending/give/giving ~<other> <text>/<written> !<things>
        <dont> ~<other> send/sending/hit/hitting/ping/reach/try/write/communicate ~<other> <again>
        <dont> ever ~<other> send/hit/ping/reach/write/contact
        ^ stop/quit/cease/desist/remove/unsubscribe/discontinue/halt/terminate/exit $
        <dont> ~<other> send ~<other> to this/my number/phone/cell/line
        <dont> use this number/phone
        this/my number/phone/cell is off limits
        why ~ still/keep ~ <text> <me>
        why am/are i/we ~<other> getting/receiving these/texts/messages/your
        <text>/sms off $
        leave/exit the/this chat/group/list/thread
        get this/these/your ~<other> out/outta of? my phone/inbox/texts
        cut it/the/with/out* ~<other> <text>
        take/get/remove ~<other> his/her/their number/name off/out/from
        did/have/has/am/was/were you/i/my/we ~<other> removed/remove me?
        thought you/i ~<other> took/removed/unsubscribed/deleted me?
        confirm removal $
        how many times ~ say/tell/told/ask ~ stop/no $
        you/yall/people ~<other> stop/quit/cease !<things>/loading/unloading/working/running/asking/
            lying/playing/lol
        whoever you are ~ stop/quit/cease/dont
        how/way ~ to? stop/end/quit/cancel ~<other> this/these/it/that/them $
        how/way ~ to? turn/shut/switch ~<other> these/this/them off
        make ~<other> <text>/these/this/them/it go away/stop
        stop/quit/cease getting/sending/doing/with ~<other> this/these/it/that/them $
        <dont> ~<other> send/sending any/anything/nothing other/others/else/more* $
        <dont> continue to? send/sending/text/texting/contact/contacting
        no need to ~<other> send/sending/text/texting/contact/contacting/message me/us/this/here/
            anymore !<things>
        no need to keep/continue ~<other> sending/texting/contacting
        no more of these/those/this/them $
        leave/keep me/us out of this/these $
        ^ reported $
        no further ~<other> <text>/contact/communication $
        no more ~<other> <text>/<written> $
        no more ~ to <whom>
        no/stop/quit/end load/freight <text>/<written> $
        no need for/of any/more/the/these/your* <text>
        remove/delete/erase his/her/their number/contact/info/name $
        leave/keep my/this/our number/phone/name out of
        no more ~<other> <text>/<written> to/for me/us/this
        lose/forget/delete/erase/trash/burn/toss/ditch ~<other> my/this/our/the number/phone/contact/
            digits/info
        lose ~<other> number
        but/so/please/just lose it $""",
        # refusals
        """<not> ~<other> <refusing> ~<other> load/freight? <text>/<written> !<things>
        <not> ~<other> <refusing> ~<other> contacted/texted/messaged/bothered/spammed/notified/emailed
        <not> want/need/like/wish ~<other> these/those/them/this ~<other> <again>
        <not> <want> ~<other> receive/receiving/get/getting/see/seeing these/those/this/them/
            anything !<things>
        <not> <want> ~<other> receive/receiving/get/getting/see/seeing ~<other> from you/yall/this/your
        <not> want/wish/like/care to ~<other> hear/hearing/heard ~<other> from
        <text>/<written> ~ not/arent/isnt welcome/appreciated/wanted/needed/necessary/authorized
        <text> ~<other> annoying/ridiculous/harassment/harassing/bothering/excessive/unwanted/unsolicited/
            uncalled
        <text>/these driving me crazy/nuts/insane
        prefer/like/appreciate/love/great ~ didnt/dont/not/stopped/quit/wouldnt ~<other> <text>
        still get/getting/receiving these/your/this/yalls ~<other> <text>
        give it a rest
        take/get the hint $
        ^ go away $
        ^ go away and
        <weary> ~<other> <text>/<written> !<things>
        hate/hating getting/receiving ~<other> these/texts/messages/this/your
        <weary> of/with your/you/these/this/yall $
        leave/let/lemme ~<other> alone/be $
        stop/quit wasting my/our time
        leave <whom> ~ alone
        dont/never/didnt/not ~<other> gave/give/signed/sign/subscribe/subscribed/enroll/enrolled/opt/
            opted/agree/
            agreed/consent/consented ~<other> <text>/<written>/this/these/permission/consent
        <not> have/has/got ~<other> permission/consent/authorization/right/rights
        lack/without my permission/consent""",
        # removals
        """<taking> <whom> ~ off/from/out of? whatever/whichever/any/every/wherever
        <taking> my name and number off/from/out
        take/get/remove <whom> of your/the/this ~<other> <roll>
        ^ how to? stop/unsubscribe/end $
        on the/your? dnc/do-not-call
        i/ive/have blocked you/this/your
        <dont> put/add/keep/have <whom> on/to/in ~<other> <roll>
        already opted/unsubscribed
        ^ i want out $
        <taking> phonenumber $
        opt/opting/opted out ~<other> receiving/getting
        <taking> ~<other> <whom> ~<other> off/from/out ~<other> <roll>
        <taking> ~<other> <whom> ~<other> off/from of? this/it/here/your/these/that $
        get/take/pull me/us out/outta of? this/these $
        get/take/remove/pull/drop/kick/scratch me/us off please? $
        off/out/from of? your/ur/this/these/yall ~<other> list/lists/database/system/texts/messages
        opt/opting/opted ~<other> out $
        opt/opting/opted <whom>? out of? ~<other> <text>/<written>/this/these/it/everything
        be/get/been ~<other> taken/removed/dropped/deleted/left/excluded/excused off/out/
            from ~<other> <roll>
        be/get taken/removed/dropped off/out? please? $
        opt/opting ~<other> <whom> out
        revoke/revoking/withdraw/withdrawing/rescind/rescinding/cancel/pull ~<other> consent/permission/
            authorization
        unsubscribe/unsub/unenroll/deregister/unregister ~<other> <whom>""",
        # wrong persons and threats
        """report/reporting/reported/complaint/complaining ~<other> fcc/ftc/spam/carrier/harassment/
            authorities
        take/taking legal action
        see you in court
        i will/ill/im/will going? to? sue
        illegal ~<other> <text>
        <text> ~<other> illegal/violation/violating
        violating tcpa/law/the
        this/these/its is/are/just/all/nothing/but* spam/spammer/spammers/scam/junk $
        im? blocking you/this/your
        ^ spammer/spammers $
        ^ your? spam/spammers/spammer $
        ^ take a hike $
        ^ kick rocks $
        ^ bugger/screw/eff/sod/bug off $
        ^ go to hell $
        ^ f/fu/screw you? $
        ^ get a life $
        on the ~<other> do not call/contact/text ~<other> list/registry
        not/isnt/aint the right/correct number/person/guy/phone
        this/its is? not/isnt/aint/no !a/an/the/my/good/best ~<other> phone/number/cell/line
        changed his/her/their number/phone !<corrected>
        not his/her/their number/phone/cell anymore/now
        not his/her/their number/phone/cell $
        <other-person> ~<other> passed away/died/deceased
        <other-person> ~<other> has/have/got/owns this phone/number/line/cell now
        doesnt/dont/didnt/not/longer have/use/own this/that number/phone !is/to/in/for/on
        private number/line/phone/cell
        personal phone/number/line/cell not/so/stop/please/quit/do
        considered/consider/is/this harassment
        harassing/harassment""",
        # Spanish
        """no/ya/nunca/jamas/deje/dejen/deja/dejar/pare/paren/para/
            basta ~<es-other> <es-sent> ~<es-other> mas/nunca/
            jamas/<es-text>/nada $
        no/ya/nunca/jamas me/nos ~<es-other> <es-sent> ~<es-other> mas/nunca/jamas/<es-text>/nada
        no/ya/nunca/jamas me/nos ~<es-other> <es-bothered>
        no/nunca/jamas <es-bothered> mas/nunca/jamas
        deje/dejen/deja/dejar/pare/paren/para/parar/eviten/evite de/ya* <es-sent>/<es-bothered>
        no/ya ~<es-other> quiero/deseo/necesito/quisiera/interesa/interesan/gustan ~<es-other> <es-text>
        no/ya ~<es-other> quiero/deseo/quisiera que ~<es-other> <es-sent>/<es-bothered>
        no/ya ~<es-other> quiero/deseo/quisiera saber/recibir ~<es-other> ustedes/nada/mas/<es-text>
        basta/suficiente/cansado/cansada/harto/harta ya/de/con/estoy* ~<es-other> <es-text>
        <es-removed> ~<es-other> lista/listas/sistema/base/grupo/contactos/<es-text>
        <es-removed> ~<es-other> mi/este numero/telefono/celular/contacto/nombre
        este no es el numero
        ya parale/parele/parenle/estuvo/basta $
        ya estuvo/basta/fue bueno/suave* de/con ~ <es-text>
        deje/dejen/deja/dejar/paren de/ya* estar? chingando/chingar/jodiendo/joder/fregando/fregar
        no ~<es-other> chinguen/chingue/chingues/jodan/joda/insista/insistan
        me tienen/tiene harto/cansado/hasta
        no/ya me? <es-sent> cargas/ofertas/nada mas? $
        no/ya ~<es-other> quiero/deseo/necesito mas informacion/cargas/nada !a/para/de/por
        no ~<es-other> lleguen/lleguen/llegue ~<es-other> <es-text>
        numero/telefono ya no es de/del
        este no es ~ numero/telefono
        numero privado
        <es-removed> ~<es-other> este/mi numero
        dar/den/da/darme/denme/deme de baja
        no soy esa/la/ese persona/chofer
        no conozco a? $""",
    ),
    GENERAL_CLASSES,
)
