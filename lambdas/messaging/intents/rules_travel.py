"""Where the truck is: arrived, departed, at a place, on its way. English and Spanish."""

from lambdas.messaging.intents.intent import Intent
from lambdas.messaging.intents.rule import phrases, rule

NOT_YET = phrases(
    """not/havent/hasnt/isnt/aint/never/didnt/wasnt/arent ~ <done>/here/there/arrived/checked/left/loading
    almost/nearly/about/soon/when/once/if/until/till/before/after/getting/get/being/be/not/wait/
        waiting ~ <done>
    almost/nearly/about/soon/when/once/if/until/till/before/not/cant im/i/to* here/there/arrive/leave/
        depart/done
    no/aun/todavia/cuando/casi no? he/hemos/ha/esta/estoy/llegue/llegado/cargado/descargado/
        salido ~ llegado/cargado/descargado/salido/listo?"""
)
"""What has not happened yet says neither arrived nor departed."""

TRAVEL = (
    rule(
        Intent.ARRIVED,
        0.92,
        """<im> here/arrived/onsite/on-site $
        <im> here !in/on/near/until/till/since
        <im>? ive? arrived
        just? arrived/checked at/in/into* <place>?
        checked in
        checking in
        just? pulled/pulling/rolled/backed in/into/up to? <place>? !within/in/at/by/around/about/soon
        <im> at/outside/in <place>
        parked at <place>
        <im>? on site
        <im>? onsite
        made it $
        made it to/here
        got here
        ^ here $
        ^ at <place> $
        ^ at <place> waiting/now/already/in/on
        <im> in/backing/bumping/backed/on? into/the/a* dock/door
        <im> docked
        in/on the dock
        at dock/door #
        in door #
        ^ in the door/dock
        <im>/got there/here now
        ^ here at .
        got/made it? to <place>
        <im>? waiting/sitting/staged/parked at/outside/by <place>
        on property/premises/the/their? property/premises/lot/yard
        in line/queue/staging at/for/to/on/with/outside
        ya? llegue/llegamos/llego $
        ya? llegue/llegamos a/al/con*
        aqui estoy
        ya estoy aqui/ahi/en
        <im> en <place>
        <im> aqui""",
        struck=NOT_YET,
    ),
    rule(
        Intent.ARRIVED,
        0.85,
        """<im>/still/been/just getting/being/be loaded/unloaded
        <im>/still/been/just/now loading/unloading
        <im>/still/been/just waiting on/for/to/get/be/a/the* load/unload/loaded/unloaded/door/dock/lumper
        ^ loading/unloading/getting/being/they/theyre are/is* loading/unloading/loaded/unloaded me/us* now? $
        ^ waiting to/on/for get/be/a/the* load/unload/loaded/unloaded/door/dock/lumper""",
    ),
    rule(
        Intent.DEPARTED,
        0.92,
        """<im>/just/all/been/got/is* <done> and/|? and/|* rolling/leaving/gone/left/heading/headed/moving/out
        ^ <im>/just/all/got/finally/were* <done> !at/by/trailer/in
        <im>/just/all/got/finally/been <done>
        stop/pickup/drop/delivery #? is/are* done/complete/completed/delivered/empty/finished $
        # stop/drop/delivery done/complete/completed/delivered/empty/finished $
        ^ <im>? all? done/finished $
        first/second/third/last/1st/2nd/3rd/4th/final/next/both/all stop/stops/delivery/pickup/pick/
            drop is/are* done/complete/completed/delivered/empty/finished/made
        done with? stop/unloading/loading
        done/finished loading/unloading
        finished up? here?
        <im>? leaving !at/in/when/after/tomorrow/by
        <im>? departed
        <im>? departing
        left the? <place>
        clear of the? <place>
        ^ <im>? empty/mt at <place>
        just left
        ^ i/we left $
        left there/here !is/are
        ^ <im>/just/got/finally* <done> at/by/around/about #
        ^ left/out at/around/about #
        ^ <im>? mt now? $
        pulling/pulled/rolled out
        out/outta of? there/here/the <place>?
        <im>? rolling !in/into
        <im> heading/headed out
        ^ heading/headed out
        on the road
        pod attached/sent/uploaded/is
        ya? cargue/cargamos/descargue/descargamos/entregue/entregamos/sali/salimos
        ya estoy cargado/descargado/vacio/libre
        <im> cargado/descargado/vacio/saliendo
        ^ saliendo
        ya voy saliendo
        parada # lista
        primera/segunda/tercera/ultima parada lista""",
        struck=NOT_YET,
    ),
    rule(
        Intent.LOCATION,
        0.85,
        """<im> in/near/by/around/outside/passing/between/just ~ !dock/door/minutes/min/hours/#/a/my/trouble/
            bed/training . !?
        <im>? passing/passed/crossing/crossed through/by/the*
        <im>? going/driving/rolling through/by/past .
        <im>? at the/a* truck/fuel/rest/gas/pilot/loves/flying/ta/petro stop/j/area/station*
        <im>? at exit/mile/marker/mm marker? #
        mile/mm marker? #
        east/west/north/south of .
        on i #
        location is
        my location
        ^ near/in/outside/past .
        ^ around . !?
        just past/outside/before/crossed/crossing .
        <im> en/cerca/por/pasando
        voy por/pasando""",
        struck=phrases("<im> in $", "we were", "going to/in", "around/in #/noon/midnight/a/an"),
    ),
    rule(Intent.LOCATION, 0.7, "exit #", "parked/sitting/fueling/stopped at/in/on/near/outside ."),
    rule(
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
        almost/nearly/close there/here
        ^ there in/at/by #
        on schedule/time/track
        <im>? # min/hours/miles out/away/late/behind
        stuck/sitting in traffic
        traffic
        gonna/going/will to? be late
        be # late/behind/early
        delayed
        llego/llegare/llegamos/llegando/estare/voy en/a/por/para
        voy tarde/retrasado
        me falta/faltan""",
    ),
)

NOT_AN_ETA = phrases(
    """quit/quits/quitting/close/closes/closed/closing/open/opens/opened/end/ends/ended/start/starts/started/
        stop/stops/stopped/since/until/till/til/appt/appointment/appointments/cita/clock/shift/lunch/
        scheduled/window/break/loaded/unloaded/left/arrived/checked/departed/delivered/called/done/
        yesterday/finished/been/cant/dont/not/last/termino/empece/cierran/abren"""
)
"""A time that stands by one of these is of something else."""
