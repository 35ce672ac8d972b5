"""Yes and no to an offer. A yes with a condition or a doubt is none: a person reads it."""

from lambdas.messaging.intents.intent import Intent
from lambdas.messaging.intents.rule import phrases, rule

HEDGED = phrases(
    """?
    after/once/when/later/tomorrow/before/first/still
    do/are/is/does/did/can/will you/they/there/it/this/that have/still/available/want/pay/know/need/get/
        take/do
    see/saw/seen it/that/this
    look/looking/looked !good/great/fine
    but/if/unless/until/till/til/depends/depending/except/only/however/though/maybe/might/probably/
        possibly/perhaps/pending/assuming/provided/instead/wait/hold/almost/interested/pero/quizas/
        depende/espera/espere/aunque
    as long as/if
    need/needs/want/wants/require ~ more/higher/better/later/earlier/different/detention/layover/advance/
        info/details
    let/lemme/have me/us/my to* check/see/ask/think/talk/look/confirm/verify/run/know/call/get/find/make
    let/lets you/yall/him/them/see know?
    check/checking/talk/talking/speak/confirm/verify/ask/asking with? my/the/him/her/them/driver/dispatch/
        dispatcher/boss/wife/partner
    think/thinking about/on/it
    ill/will/gonna/i/we/going see/ask/check/think/try/consider/call/get/hit/confirm/verify to/you/back
    get back/with to/you
    call/calling me/you/u/us
    not/never/havent/didnt/isnt/arent/wasnt sure/yet/confirmed/ready/you/decided/my/mine/interested
    cant/cannot/wont/dont/doesnt/never/wouldnt/couldnt/unable
    got/received/saw/see/read/seen your/the/ur/this/these text/texts/message/messages/offer
    question/questions
    what/whats/who/whos/where/wheres/how/hows/which/why
    wrong/no one
    dejame/deje/dejeme/voy/vamos a? ver/checar/preguntar/pensar/revisar/hablar
    no puedo/quiero/se/me/estoy
    cuanto/donde/cuando/cual""",
)
"""What makes of a yes a question, a condition, or a word of courtesy."""

UNFIT = phrases(
    """cant/cannot/wont/couldnt/unable ~ before/until/till/til/by/yet/today/tonight
    no problem/worries/doubt/questions/issue/issues/rush/biggie"""
)
"""A refusal of a time, or of nothing, is none of the offer."""

ANSWERS = (
    rule(
        Intent.ACCEPT,
        0.9,
        """^ i/driver/he/she/boss/we* said/says* <yes> <yes>* $
        ^ <yes> <yes>* for/on/to <it>/load/# #? $
        ^ <yes> <yes>* load #? $
        book it/me/us/<it>
        <will>? take <it> !off/to/back/out/from/up
        ^ <yes>* i/we/well/will* <will>? do/cover/haul/run/book <it> $
        lets do/book/roll/go/run it/this/that/the* load? $
        sounds/looks good/great/fine
        <it> works
        thatll/itll/<it> will/would/should/can* work/do $
        ^ <yes>* good to go $
        ^ <yes>* thats/its/that/it/is* a/all/just/very* fine/good/great/perfect/ok/deal/acceptable $
        ^ <yes>* i/we/id/wed would? want/like/love/take to? have/take/run? <it> $
        ^ approved $
        ^ you got it $
        works for/4 me/us
        that/your/the rate/price/offer/number works/is
        <it> is? fine/good/ok/acceptable
        good with that/it/me
        send me/us/it/over/on/the/that/your/a* rate/ratecon/rc/confirmation/paperwork/contract/con con/
            confirmation/over* !?
        send it over/to
        ^ send it $
        <im> in $
        count me/us in
        got/have yourself/yourselves/a* deal
        i/we/do accept
        me la/lo llevo
        lo/la tomo/agarro/acepto/hago/llevo $
        de acuerdo
        mandame/mandeme/manda la? confirmacion/ratecon/rate
        ok? mandamela/mandemela""",
        unless=HEDGED,
    ),
    rule(
        Intent.ACCEPT,
        0.7,
        "^ ok <yes>* $",
        "^ good/great/fine/cool/k/will do/can do $",
        "^ got it $",
        unless=HEDGED,
    ),
    rule(
        Intent.DECLINE,
        0.9,
        """^ sorry/thanks/but/hey/and/i/driver/he/she/boss/says/said* <no> <no>* sorry/buddy/
            for/on/this/that/me/us/one/at/rate/price* $
        ^ no |
        gracias/sorry/thanks pero/but* no $
        not interested
        no thanks/thank/gracias/puedo/can/interested
        too/way/muy low/cheap/light/bajo/barato/poco/little
        <wont> do/take/make/run/cover/haul/move/accept <it>/at
        <wont> work/fly/happen/pencil/cover/fit/pay !on/at/until
        <wont> make any? sense/money
        <wont> work/do/good/enough for me/us/that
        <wont> run/haul/go/do/pull/drive that/the/this/those/to/there/reefer/reefers/flatbed/van/hazmat/
            lane/lanes/area/northeast/nyc/canada/california/nights/weekends
        <wont>/no have/got/any/available/a/another* truck/trucks/trailer/trailers/driver/drivers/capacity/
            anything/anyone/nobody there/available/in/near/around/open/for/out/today/left/over*
        ^ i/we/sorry/but* cant/cannot/wont $
        <wont> help/swing/manage you? on/with/out/it/this
        <im> full $
        <im> good $
        ^ no good $
        dont think so
        <will> leave <it> $
        <wont> want <it> $
        not worth it/my/the
        not my/our lane/lanes/area
        <will>/have to? pass on/it/this/that/one/thanks* $
        <will> sit/skip this/that/it/one
        not/no enough
        <im>/already/driver/truck is/are/already/got/all* loaded/booked/covered/committed/taken
        <wont> do/take/make/run/haul/move/accept <it>? for/at? #
        ya estoy/ando/voy/esta cargado/ocupado/comprometido
        already/just have/has/had/got/found/took/booked/accepted a/another/one/different/something/my/
            better* load/one/something/freight
        found/took/got/booked/have something/another/other/different/one* else/load/better/elsewhere
        no trucks
        not at/for/por #
        not at/for that/this/your/those rate/rates/price/money/amount/kind
        rate/price/pay/money is/too/so/way/just/really* bad/low/terrible/horrible/trash/cheap/garbage/weak
        not available
        you can/can keep it
        keep it $
        find someone/somebody else
        no me interesa/conviene/sirve/sale/alcanza/late
        no puedo/podemos
        ya tengo carga
        no quiero esa/la carga/ir
        no hay camion/camiones
        paso gracias?""",
        struck=UNFIT,
    ),
)
